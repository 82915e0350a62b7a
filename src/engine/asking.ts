/** The path of a question, or of several that share one reading: walk, read, keep, answer. */
import type { ModelReader } from '../model/index.ts';
import { clearnessOf, terms } from '../retrieval/index.ts';
import type {
  ReadingPlan,
  Retained,
  RetrievalResult,
  Run,
  SectionRead,
  Strategy,
  TextStore,
} from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { writeAnswer } from './answering.ts';
import { withCopiedFiles } from './copies.ts';
import { toEvidence } from './evidence.ts';
import type { EvidenceSource } from './evidence.ts';
import { asksForAll, clearPlaces, listAnswer } from './listing.ts';
import type { EngineMemory } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { checkPinned, withPinned } from './pinned.ts';
import { askedQuestion, focusedText, termsOf, usedQuestion } from './question.ts';
import type { QuestionReader } from './question.ts';
import { findFiles, namesOf, planReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { columnsOf } from './shownLines.ts';
import { isGap, notRead } from './skipped.ts';
import { segmentsOf } from './signature.ts';
import type {
  AskProgress,
  AskResult,
  Evidence,
  Finding,
  Question,
  SkippedFile,
  Timing,
} from '../contract/index.ts';
import { questionWords } from './words.ts';

/** What questions that are asked together have in common. */
export type Common = Omit<Question, 'question'>;

const DEFAULT_BUDGET_TOKENS = 1000;
/** A question for all places may keep so many times the budget. */
const LISTING_BUDGETS = 4;

/** What a question is asked with. */
export interface Asking {
  /** Who reads first; the strategy may have others read too. */
  readonly reader: QuestionReader & Pick<ModelReader, 'name' | 'identity'>;
  readonly strategy: Strategy;
  readonly memory: EngineMemory | undefined;
  /** Nobody writes when undefined. */
  readonly writer: Writer | undefined;
  /** Told of the reading (`scan` and `read`) once, and of the evidence and the answer of each question. */
  readonly run: Run<AskProgress>;
  /** Keeps the text while it is read. */
  readonly textStore: TextStore;
}

/**
 * Answers questions in one reading: every window is encoded once for all of them. Stopping the run ends the reading
 * after the section in hand and returns what was found.
 * @param texts the questions, checked
 * @param startedMs when they were asked, as `performance.now()` has it
 * @returns a result for each question
 * @throws AskFailure, CorpusError, ModelError
 */
export async function askQuestions(
  texts: readonly string[],
  params: Common,
  asking: Asking,
  startedMs: number,
): Promise<AskResult[]> {
  const { reader, strategy, memory, writer, run, textStore } = asking;
  const { signal } = run;
  const { pinned = [] } = params;
  checkPinned(pinned, params.roots);
  const found = await findFiles(params, signal);
  run.tell({ kind: 'scan', files: found.files.length, bytes: found.totalBytes });
  const asked = texts.map((text) => askedQuestion(reader, text));
  const reading = await planReading(asked, params, found, signal, textStore);
  const focused = asked.map((question, q) => focusedText(reader, question, termsOf(reading.plan, q)));
  const elapsed = (): number => Math.round(performance.now() - startedMs - run.heldMs);
  const reports = focused.map((question) => new EvidenceReport(reading, question, pinned, elapsed, run.tell));
  const cancelledEarly = signal.aborted;
  const meter = new ReadingMeter(reading.files, reading.plan, () => run.heldMs);
  const budgetTokens = params.budgetTokens ?? DEFAULT_BUDGET_TOKENS;
  if (pinned.length > 0) for (const report of reports) report.tell([]);
  const results = await retrieve(
    strategy.retrieve(reading.plan, focused, {
      budgets: texts.map((question) => (asksForAll(question) ? LISTING_BUDGETS : 1) * budgetTokens),
      nameOf: namesOf(reading.files, params.roots),
      run,
    }),
    meter,
    reports,
    run.tell,
  );
  const tokensPerSecond = Math.round(meter.tokensPerSecond);
  // All of them read the same windows.
  await memory?.speed.note(reader.identity, { ...results[0]!, tokensPerSecond });
  const complete = !cancelledEarly && !reading.skipped.some(isGap);

  const answered: AskResult[] = [];
  for (const [q, question] of texts.entries()) {
    const result = results[q]!;
    const evidence = reports[q]!.tell(result.retained);
    const clearness = clearnessIn(result, reading, rarityOf(reading.plan, q, focused[q]!), strategy);
    const finding = findingOf(result, clearness);
    // Lines that do not clearly answer are shown, but nothing is written from them.
    const base = finding === 'clear' ? evidence : pinned;
    const places = asksForAll(question) ? clearPlaces(question, evidence, reading.plan.rarity[q]!) : [];
    const isList = places.length > 0;
    const answer =
      isList && finding === 'clear' && writer?.isSmall
        ? listAnswer(places)
        : await writeAnswer(focused[q]!, base, writer, run, {
            pinned: [...pinned.keys()],
            clearness: clearnessOfEvidence(base, result, reading, clearness),
          });
    answered.push({
      question,
      used: usedQuestion(asked[q]!, focused[q]!),
      // Of a text that was not read there is nothing to say.
      words: cancelledEarly ? undefined : questionWords(focused[q]!, reading.plan.absent[q]!),
      strategy: strategy.name,
      model: reader.name,
      finding,
      answer,
      evidence,
      places: isList ? places : undefined,
      coverage: {
        files: meter.filesRead,
        tokens: result.tokens,
        windows: result.windows,
        remembered: result.remembered,
        complete: result.complete && complete,
        skipped: reading.skipped,
        notRead: notRead(reading.skipped, params),
        guessed: reading.guessed.length > 0 ? reading.guessed : undefined,
      },
      timing: { ...reports[q]!.firstSeen(result.retained[0]), totalMs: elapsed(), tokensPerSecond },
      cancelled: signal.aborted,
    });
  }
  return answered;
}

/** What was found for one question so far, and when it was first seen. */
class EvidenceReport {
  private readonly source: EvidenceSource;
  /** Files that were not read because another one says the same. */
  private readonly copies: readonly SkippedFile[];
  private readonly pinned: readonly Evidence[];
  private readonly elapsedMs: () => number;
  private readonly onEvidence: (progress: AskProgress) => void;
  /** By position of the segment. */
  private readonly seenMs = new Map<number, number>();

  constructor(
    { files, plan, skipped }: Reading,
    question: string,
    pinned: readonly Evidence[],
    elapsedMs: () => number,
    onEvidence: (progress: AskProgress) => void,
  ) {
    const segmentAt = segmentsOf(plan);
    this.source = { files, segmentAt, question, columnOf: columnsOf(segmentAt) };
    this.copies = skipped.filter(({ of }) => of !== undefined);
    this.pinned = pinned;
    this.elapsedMs = elapsedMs;
    this.onEvidence = onEvidence;
  }

  /** @returns what was told, best first behind what was pinned */
  tell(retained: readonly Retained[]): Evidence[] {
    const found = withCopiedFiles(toEvidence(retained, this.source), this.copies);
    const evidence = withPinned(this.pinned, found);
    for (const { segment } of retained) {
      if (!this.seenMs.has(segment.position)) this.seenMs.set(segment.position, this.elapsedMs());
    }
    if (evidence.length > 0) this.onEvidence({ kind: 'evidence', evidence });
    return evidence;
  }

  /** @param best what ended on top */
  firstSeen(best: Retained | undefined): Pick<Timing, 'firstEvidenceMs' | 'bestEvidenceMs'> {
    return {
      firstEvidenceMs: this.seenMs.size > 0 ? Math.min(...this.seenMs.values()) : null,
      bestEvidenceMs: best ? this.seenMs.get(best.segment.position)! : null,
    };
  }
}

async function retrieve(
  retrieval: AsyncGenerator<SectionRead, RetrievalResult[]>,
  meter: ReadingMeter,
  reports: readonly EvidenceReport[],
  onProgress: (progress: AskProgress) => void,
): Promise<RetrievalResult[]> {
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return step.value;
    const { section, tokens, windows, best } = step.value;
    for (const [q, report] of reports.entries()) if (best[q]) report.tell(best[q]);
    const progress = meter.read(section, tokens, windows);
    if (progress) onProgress(progress);
  }
}

/** How clearly each of what was kept answers, 1 and more for clearly. */
type Clearness = ReturnType<typeof clearnessOf>;

function clearnessIn(
  { windows }: RetrievalResult,
  { files }: Reading,
  rarity: ReadonlyMap<string, number>,
  { weakBelow }: Strategy,
): Clearness {
  return clearnessOf(rarity, windows, weakBelow, (file) => files[file]!.path);
}

function findingOf({ retained }: RetrievalResult, clearness: Clearness): Finding {
  if (retained.length === 0) return 'none';
  return retained.some((piece) => clearness(piece) >= 1) ? 'clear' : 'weak';
}

/** Of each piece of evidence, that of the clearest line that was kept of it. */
function clearnessOfEvidence(
  evidence: readonly Evidence[],
  { retained }: RetrievalResult,
  { files }: Reading,
  clearness: Clearness,
): number[] {
  return evidence.map(({ root, path, startLine, endLine }) =>
    retained.reduce((most, piece) => {
      const { file, startLine: from, endLine: to } = piece.segment;
      const isIn =
        files[file]!.root === root && files[file]!.path === path && from <= endLine && to >= startLine;
      return isIn ? Math.max(most, clearness(piece)) : most;
    }, 0),
  );
}

/** How rare the words are that a question was searched by: those that a long one has besides tell a story. */
function rarityOf(plan: ReadingPlan, question: number, focused: string): ReadonlyMap<string, number> {
  const asked = new Set(terms(focused));
  return new Map([...plan.rarity[question]!].filter(([term]) => asked.has(term)));
}
