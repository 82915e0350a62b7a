/**
 * The path of a question, or of several that share one reading: walk, plan, show what keywords find, read, judge,
 * answer.
 */
import type {
  AskProgress,
  AskResult,
  Coverage,
  FirstAnswer,
  Question,
  ReadingEnd,
} from '../contract/index.ts';
import type { DocumentSource } from '../corpus/index.ts';
import type { ModelReader } from '../model/index.ts';
import { byKeywords } from '../retrieval/index.ts';
import type { RetrievalResult, Run, Strategy, TextStore } from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { EvidenceReport } from './evidenceReport.ts';
import { answerFrom, findingIn, judge } from './judging.ts';
import type { Inquiry } from './judging.ts';
import { asksForAll } from './listing.ts';
import type { EngineMemory } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { Pace } from './pace.ts';
import type { PaceStep } from './pace.ts';
import { checkPinned } from './pinned.ts';
import { askedQuestion, focusedText, termsOf, usedQuestion } from './question.ts';
import type { QuestionReader } from './question.ts';
import { findFiles, namesOf, planReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { isBetter, revisionOf, standing } from './revision.ts';
import { isGap, notRead } from './skipped.ts';
import { questionWords } from './words.ts';

/** What questions asked together share. */
export type Common = Omit<Question, 'question'>;

const DEFAULT_BUDGET_TOKENS = 2000;
/** Share of a budget for retained lines; the rest is for the functions and sections around them. */
const SHARE_OF_LINES = 0.5;
/** Budgets that a question for all places may keep. */
const LISTING_BUDGETS = 4;
/** Least time between two reports of the evidence, which people look at meanwhile. */
const EVIDENCE_INTERVAL_MS = 1000;

/** What a question is asked with. */
export interface Asking {
  /** The first reader; the strategy may use others after it. */
  readonly reader: QuestionReader & Pick<ModelReader, 'name' | 'identity'>;
  readonly strategy: Strategy;
  readonly memory: EngineMemory | undefined;
  /** Not given, documents are skipped. */
  readonly documents?: DocumentSource | undefined;
  /** Undefined: nobody writes. */
  readonly writer: Writer | undefined;
  /** Reports the reading (`scan` and `read`) once, and evidence and answer of each question. */
  readonly run: Run<AskProgress>;
  /** Keeps the text while it is read. */
  readonly textStore: TextStore;
}

/**
 * Answers questions in one reading, which encodes every window once for all of them. A stopped run ends the reading
 * after the current section and returns what was found.
 * @param texts the questions, checked; only a single one gets a first answer
 * @param startedMs when they were asked, by `performance.now()`
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
  const text = new AskedText(await prepare(texts, params, asking, elapsed), params, asking, elapsed);
  await text.read();
  const results: AskResult[] = [];
  for (const q of texts.keys()) results.push(await text.resultOf(q));
  return results;
}

/** The plan of the text, and the questions asked of it. */
interface Prepared {
  readonly reading: Reading;
  readonly inquiries: readonly Inquiry[];
  /** Whether the run was stopped before the first window, so that nothing is known of the text. */
  readonly stoppedEarly: boolean;
}

/** Walks the roots and plans the reading for all questions. */
async function prepare(
  texts: readonly string[],
  params: Common,
  { reader, documents, run, textStore }: Asking,
  elapsed: () => number,
): Promise<Prepared> {
  const { pinned = [], budgetTokens = DEFAULT_BUDGET_TOKENS, before } = params;
  checkPinned(pinned, params.roots);
  const found = await findFiles(params, run.signal);
  run.tell({ kind: 'scan', files: found.files.length, bytes: found.totalBytes });
  const asked = texts.map((text) => askedQuestion(reader, text, before));
  for (const { followUp } of asked) if (followUp) run.tell({ kind: 'carried', carried: followUp.carried });
  const reading = await planReading(asked, params, found, run.signal, { documents, store: textStore });
  const inquiries = texts.map((question, index): Inquiry => {
    const focused = focusedText(reader, asked[index]!, termsOf(reading.plan, index));
    const report = new EvidenceReport(
      reading,
      { text: focused, index, budgetTokens },
      pinned,
      elapsed,
      run.tell,
    );
    return { index, question, asked: asked[index]!, focused, report };
  });
  return { reading, inquiries, stoppedEarly: run.signal.aborted };
}

/** Reads a text for its questions and gathers the result of each. */
class AskedText {
  private readonly prepared: Prepared;
  private readonly params: Common;
  private readonly asking: Asking;
  private readonly elapsed: () => number;
  private readonly paces: readonly Pace[];
  private readonly meter: ReadingMeter;
  private results: readonly RetrievalResult[] = [];
  private first: FirstAnswer | undefined;
  private firstAnswerMs: number | null = null;
  /** Milliseconds in which nothing was read because of the first answer. */
  private answeringMs = 0;
  private toldMs = -Infinity;
  /** Speed of the reading when it ended; the writing afterwards must not slow it. */
  private tokensPerSecond = 0;

  constructor(prepared: Prepared, params: Common, asking: Asking, elapsed: () => number) {
    const { files, plan } = prepared.reading;
    this.prepared = prepared;
    this.params = params;
    this.asking = asking;
    this.elapsed = elapsed;
    this.first = params.first;
    this.paces = prepared.inquiries.map(
      // A question for all places must not miss one.
      ({ question }) =>
        new Pace(
          params.reading === 'auto' && asksForAll(question) ? 'always' : params.reading,
          params.first?.tokens,
        ),
    );
    this.meter = new ReadingMeter(files, plan, () => asking.run.heldMs + this.answeringMs);
  }

  /** Reads for all questions and reports evidence as it is found. Has the first answer written meanwhile. */
  async read(): Promise<void> {
    const { reading, inquiries } = this.prepared;
    const { strategy, run, memory, reader } = this.asking;
    const { plan, files } = reading;
    const found = this.tellKeywords();
    const hasWords = found?.some(({ retained }) => retained.length > 0) ?? true;
    if (found && hasWords && strategy.refine && this.wantsFirst) {
      // The second reader tells more of what keywords found than the first does of everything, and in less time.
      const closer = await this.notReading(() => this.answerFirst(found[0]!));
      this.paces[0]!.answered(this.first!.finding === 'clear');
      if (this.end !== undefined || run.signal.aborted) {
        this.results = [closer];
        return;
      }
    }
    const retrieval = strategy.retrieve(
      plan,
      inquiries.map(({ focused }) => focused),
      {
        budgets: inquiries.map((inquiry) => this.budgetOf(inquiry)),
        nameOf: namesOf(files, this.params.roots),
        isEnough: () => this.end !== undefined,
        run,
      },
    );
    let writing: Promise<unknown> | undefined;
    let sectionsLeft = plan.sections.length;
    for (;;) {
      const step = await retrieval.next();
      if (step.done) {
        this.results = step.value;
        break;
      }
      sectionsLeft--;
      const { section, tokens, windows, best, soFar } = step.value;
      const progress = this.meter.read(section, tokens, windows);
      if (progress) run.tell(progress);
      // Ranking all that is kept takes time, which a section that is remembered must not wait for.
      const results = once(soFar);
      for (const [q, pace] of this.paces.entries()) pace.note(this.paceStep(q, tokens, results));
      const isFirstRead = this.paces.every((pace) => pace.isFirstRead);
      if (isFirstRead && sectionsLeft > 0 && this.end === undefined && this.wantsFirst && !writing) {
        writing = this.answerFirst(results()[0]!);
        // Reading waits while the first answer is written, because the two would compete for the processor.
        if (this.asking.writer?.isSmall ?? true) await this.notReading(() => writing!);
      } else if ((isFirstRead || !hasWords) && best.some((changed) => changed !== undefined)) {
        this.tellEvidence(results);
      }
    }
    await writing;
    this.tokensPerSecond = Math.round(this.meter.tokensPerSecond);
    const closer: RetrievalResult[] = [];
    for (const [q, result] of this.results.entries()) closer.push(await this.refined(q, result));
    this.results = closer;
    // All questions read the same windows, so any result has the counts.
    await memory?.speed.note(reader.identity, { ...this.results[0]!, tokensPerSecond: this.tokensPerSecond });
  }

  /** Judges what was kept for one question, has the answer written and makes the result. */
  async resultOf(q: number): Promise<AskResult> {
    const { reading, inquiries, stoppedEarly } = this.prepared;
    const { strategy, writer, reader, run } = this.asking;
    const { pinned = [] } = this.params;
    const inquiry = inquiries[q]!;
    const result = this.results[q]!;
    const judged = judge(inquiry, result, reading, pinned);
    const { first } = this;
    const isList = judged.places.length > 0;
    // A first answer stopped before its first word, or whose writer failed, is not worth keeping.
    const isAnswered = first?.finding === 'clear' && (first.answer.text !== '' || !writer);
    const stands = isAnswered && !isList && (run.signal.aborted || !isBetter(first, judged.evidence));
    const { answer, evidence } = stands
      ? standing(first, judged.evidence)
      : { answer: await answerFrom(inquiry, judged, writer, run, pinned), evidence: judged.evidence };
    if (answer.text !== '') this.firstAnswerMs ??= this.elapsed();
    return {
      question: inquiry.question,
      used: usedQuestion(inquiry.asked, inquiry.focused),
      carried: inquiry.asked.followUp?.carried,
      // Nothing is known about the words of a text that was not read.
      words: stoppedEarly ? undefined : questionWords(inquiry.focused, reading.plan.absent[q]!),
      strategy: strategy.name,
      model: reader.name,
      finding: stands ? first.finding : judged.finding,
      answer,
      first,
      revision: first && revisionOf(first, answer, evidence),
      evidence,
      places: isList ? judged.places : undefined,
      coverage: this.coverageOf(result),
      timing: {
        ...inquiry.report.firstSeen(result.retained[0]),
        firstAnswerMs: this.firstAnswerMs,
        totalMs: this.elapsed(),
        tokensPerSecond: this.tokensPerSecond,
      },
      cancelled: run.signal.aborted,
    };
  }

  /** Why the reading may end now; undefined while it goes on for any of the questions. */
  private get end(): ReadingEnd | undefined {
    const ends = this.paces.map((pace) => pace.end);
    return ends.includes(undefined) ? undefined : ends[0];
  }

  private get wantsFirst(): boolean {
    return (
      this.params.reading !== undefined && this.first === undefined && this.prepared.inquiries.length === 1
    );
  }

  private budgetOf({ question }: Inquiry): number {
    const { budgetTokens = DEFAULT_BUDGET_TOKENS } = this.params;
    return Math.ceil(SHARE_OF_LINES * (asksForAll(question) ? LISTING_BUDGETS : 1) * budgetTokens);
  }

  /**
   * Reports what keywords alone find, before anything is read.
   * @returns that as the results of a reading; undefined where a first answer is there, which is more than keywords show
   */
  private tellKeywords(): RetrievalResult[] | undefined {
    const { reading, inquiries } = this.prepared;
    const { pinned = [], first } = this.params;
    if (first) return undefined;
    return inquiries.map((inquiry) => {
      const retained = byKeywords(reading.plan, inquiry.index, this.budgetOf(inquiry));
      if (retained.length > 0 || pinned.length > 0) inquiry.report.tell(retained);
      return { retained, windows: 0, remembered: 0, tokens: 0, weakBelow: 0, complete: false };
    });
  }

  /** Waits for work on the first answer, whose time is none of the reading. */
  private async notReading<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.answeringMs += performance.now() - started;
    }
  }

  /** The result after a closer reading of its best, where the strategy has one. */
  private async refined(q: number, result: RetrievalResult): Promise<RetrievalResult> {
    const { strategy, run } = this.asking;
    const { reading, inquiries } = this.prepared;
    if (!strategy.refine || run.signal.aborted) return result;
    return strategy.refine(reading.plan, { index: q, text: inquiries[q]!.focused }, result, {
      budget: this.budgetOf(inquiries[q]!),
      nameOf: namesOf(reading.files, this.params.roots),
    });
  }

  private tellEvidence(results: () => readonly RetrievalResult[]): void {
    if (performance.now() - this.toldMs < EVIDENCE_INTERVAL_MS) return;
    this.toldMs = performance.now();
    for (const { index, report } of this.prepared.inquiries) report.tell(results()[index]!.retained);
  }

  private paceStep(q: number, tokens: number, results: () => readonly RetrievalResult[]): PaceStep {
    const { reading, inquiries } = this.prepared;
    return {
      tokens,
      get retained() {
        return results()[q]!.retained;
      },
      get isClear() {
        return findingIn(inquiries[q]!, results()[q]!, reading) === 'clear';
      },
    };
  }

  /** Has the first answer written. @returns what it was written from: the result after a closer reading of its best */
  private async answerFirst(found: RetrievalResult): Promise<RetrievalResult> {
    const result = await this.refined(0, found);
    const { reading, inquiries } = this.prepared;
    const { writer, run } = this.asking;
    const { pinned = [] } = this.params;
    const [inquiry] = inquiries;
    const judged = judge(inquiry!, result, reading, pinned);
    const answer = await answerFrom(inquiry!, judged, writer, run, pinned);
    if (answer.text !== '') this.firstAnswerMs = this.elapsed();
    const { evidence, finding } = judged;
    this.first = { finding, answer, evidence, tokens: result.tokens, tokensTotal: this.meter.tokensTotal };
    this.toldMs = performance.now();
    run.tell({ kind: 'first', first: this.first });
    return result;
  }

  private coverageOf({ tokens, windows, remembered, complete }: RetrievalResult): Coverage {
    const { reading, stoppedEarly } = this.prepared;
    const { skipped, guessed } = reading;
    const ended = !complete && !this.asking.run.signal.aborted ? this.end : undefined;
    return {
      files: this.meter.filesRead,
      tokens,
      windows,
      remembered,
      complete: complete && !stoppedEarly && !skipped.some(isGap),
      ended,
      unreadTokens: ended && Math.max(0, this.meter.tokensTotal - tokens),
      skipped,
      notRead: notRead(skipped, this.params),
      guessed: guessed.length > 0 ? guessed : undefined,
    };
  }
}

/** The function's value, worked out when it is first asked for. */
function once<T extends object>(work: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= work());
}
