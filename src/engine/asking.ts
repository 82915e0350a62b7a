/** The path of a question, or of several that share one reading: walk, read, keep, answer. */
import type { AskProgress, AskResult, Question } from '../contract/index.ts';
import type { ModelReader } from '../model/index.ts';
import type { RetrievalResult, Run, SectionRead, Strategy, TextStore } from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { writeAnswer } from './answering.ts';
import { EvidenceReport } from './evidenceReport.ts';
import { clearnessIn, clearnessOfEvidence, findingOf, rarityOf } from './finding.ts';
import { asksForAll, clearPlaces, listAnswer } from './listing.ts';
import type { EngineMemory } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { checkPinned } from './pinned.ts';
import { askedQuestion, focusedText, termsOf, usedQuestion } from './question.ts';
import type { AskedQuestion, QuestionReader } from './question.ts';
import { findFiles, namesOf, planReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { isGap, notRead } from './skipped.ts';
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
  const { run } = asking;
  const elapsed = (): number => Math.round(performance.now() - startedMs - run.heldMs);
  const read = await readFor(texts, params, asking, elapsed);
  const results: AskResult[] = [];
  for (const q of texts.keys()) results.push(await resultOf(q, read, params, asking, elapsed));
  return results;
}

/** One of the questions, from its words to what was kept for it. */
interface ReadQuestion {
  readonly question: string;
  readonly asked: AskedQuestion;
  /** What it was searched by. */
  readonly focused: string;
  readonly report: EvidenceReport;
  readonly result: RetrievalResult;
}

/** What one reading gave. */
interface ReadText {
  readonly reading: Reading;
  readonly questions: readonly ReadQuestion[];
  readonly filesRead: number;
  readonly tokensPerSecond: number;
  /** The run was stopped before the first window: of the text nothing is known. */
  readonly stoppedEarly: boolean;
}

/** Walks and reads for all questions, and tells of the evidence as it is found. */
async function readFor(
  texts: readonly string[],
  params: Common,
  { reader, strategy, memory, run, textStore }: Asking,
  elapsed: () => number,
): Promise<ReadText> {
  const { pinned = [], budgetTokens = DEFAULT_BUDGET_TOKENS } = params;
  checkPinned(pinned, params.roots);
  const found = await findFiles(params, run.signal);
  run.tell({ kind: 'scan', files: found.files.length, bytes: found.totalBytes });
  const asked = texts.map((text) => askedQuestion(reader, text));
  const reading = await planReading(asked, params, found, run.signal, textStore);
  const focused = asked.map((question, q) => focusedText(reader, question, termsOf(reading.plan, q)));
  const reports = focused.map(
    (text, index) => new EvidenceReport(reading, { text, index }, pinned, elapsed, run.tell),
  );
  const stoppedEarly = run.signal.aborted;
  const meter = new ReadingMeter(reading.files, reading.plan, () => run.heldMs);
  if (pinned.length > 0) for (const report of reports) report.tell([]);
  const results = await retrieve(
    strategy.retrieve(reading.plan, focused, {
      budgets: texts.map((question) => (asksForAll(question) ? LISTING_BUDGETS : 1) * budgetTokens),
      nameOf: namesOf(reading.files, params.roots),
      readTokens: params.readTokens,
      run,
    }),
    meter,
    reports,
    run.tell,
  );
  const tokensPerSecond = Math.round(meter.tokensPerSecond);
  // All of them read the same windows.
  await memory?.speed.note(reader.identity, { ...results[0]!, tokensPerSecond });
  const questions = texts.map((question, q) => ({
    question,
    asked: asked[q]!,
    focused: focused[q]!,
    report: reports[q]!,
    result: results[q]!,
  }));
  return { reading, questions, filesRead: meter.filesRead, tokensPerSecond, stoppedEarly };
}

/** Judges what was kept for one question, has the answer written and puts the result together. */
async function resultOf(
  q: number,
  { reading, questions, filesRead, tokensPerSecond, stoppedEarly }: ReadText,
  params: Common,
  { reader, strategy, writer, run }: Asking,
  elapsed: () => number,
): Promise<AskResult> {
  const { question, asked, focused, report, result } = questions[q]!;
  const { plan, skipped, guessed } = reading;
  const { pinned = [] } = params;
  const evidence = report.tell(result.retained);
  const clearness = clearnessIn(result, reading, rarityOf(plan, q, focused), strategy);
  const finding = findingOf(result, clearness);
  // Lines that do not clearly answer are shown, but nothing is written from them.
  const base = finding === 'clear' ? evidence : pinned;
  const places = asksForAll(question) ? clearPlaces(question, evidence, plan.rarity[q]!) : [];
  const isList = places.length > 0;
  const isLimited = params.readTokens !== undefined && !result.complete && !run.signal.aborted;
  const answer =
    isList && finding === 'clear' && writer?.isSmall
      ? listAnswer(places)
      : await writeAnswer(focused, base, writer, run, {
          pinned: [...pinned.keys()],
          clearness: clearnessOfEvidence(base, result, reading, clearness),
        });
  return {
    question,
    used: usedQuestion(asked, focused),
    // Of a text that was not read there is nothing to say.
    words: stoppedEarly ? undefined : questionWords(focused, plan.absent[q]!),
    strategy: strategy.name,
    model: reader.name,
    finding,
    answer,
    evidence,
    places: isList ? places : undefined,
    coverage: {
      files: filesRead,
      tokens: result.tokens,
      windows: result.windows,
      remembered: result.remembered,
      complete: result.complete && !stoppedEarly && !skipped.some(isGap),
      unreadTokens: isLimited ? Math.max(0, plan.tokens - result.tokens) : undefined,
      skipped,
      notRead: notRead(skipped, params),
      guessed: guessed.length > 0 ? guessed : undefined,
    },
    timing: { ...report.firstSeen(result.retained[0]), totalMs: elapsed(), tokensPerSecond },
    cancelled: run.signal.aborted,
  };
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
