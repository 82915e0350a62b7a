/** The path of a question: walk, read, keep, answer. Used by the engine process and, as it is, by the command. */
import { checkSupport, cite } from '../answer/index.ts';
import { segmentStream, survey } from '../corpus/index.ts';
import type { CorpusFile, Survey } from '../corpus/index.ts';
import { openModel } from '../model/index.ts';
import type { OpenModel } from '../model/index.ts';
import { headsStrategy, Planner, readAhead } from '../retrieval/index.ts';
import type { HeaderOf, ReadingPlan, Retained, RetrievalResult, Strategy } from '../retrieval/index.ts';
import { toEvidence } from './evidence.ts';
import { AskFailure, describeSkipped, toFailure } from './failure.ts';
import { IdleWork } from './idleWork.ts';
import { EngineMemory } from './memory.ts';
import type { MemoryOptions } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { segmentsOf } from './signature.ts';
import { ThreadTuner } from './threadTuner.ts';
import type {
  Answer,
  AskParams,
  AskProgress,
  AskResult,
  Description,
  Evidence,
  Finding,
  SkippedFile,
  SurveyParams,
  WarmParams,
  WarmProgress,
  WarmResult,
} from './protocol.ts';

export interface EngineOptions {
  /** Folder of the built model. */
  readonly modelFolder: string;
  readonly version: string;
  /** Threads of the model; default: what was best on this machine, as far as that was measured (see tuning.ts). */
  readonly threads?: number;
  /** Where to keep what depends on no question; nothing is kept when not given. */
  readonly memory?: MemoryOptions | undefined;
}

export type Question = Omit<AskParams, 'progressToken'>;

/** So long after an answer the machine is measured: whoever asks again at once does not meet it. */
const TUNE_AFTER_MS = 3000;
const DEFAULT_BUDGET_TOKENS = 1000;
const NO_CACHE = 'Nothing is kept between questions: the cache is turned off.';
const CACHE_FULL =
  'The cache is full. What is not in it is read when a question needs it; a larger cache holds more.';
const NO_ANSWER: Answer = { text: '', writer: 'none', citations: [], unsupported: [] };

/** What there is to read for one question. */
interface Reading {
  readonly files: readonly CorpusFile[];
  readonly skipped: readonly SkippedFile[];
  readonly plan: ReadingPlan;
  readonly meter: ReadingMeter;
}

/** Answers questions with one model, which is opened at the first question and kept. */
export class Engine {
  private readonly options: EngineOptions;
  private model: Promise<OpenModel> | undefined;
  private memory: Promise<EngineMemory> | undefined;
  private readonly tuner: ThreadTuner | undefined;
  private readonly idle: IdleWork;

  constructor(options: EngineOptions) {
    this.options = options;
    const { threads, memory, modelFolder } = options;
    this.tuner = threads === undefined && memory ? new ThreadTuner(memory.folder, modelFolder) : undefined;
    this.idle = new IdleWork((signal) => this.tune(signal), TUNE_AFTER_MS);
  }

  /** @throws AskFailure */
  async describe(): Promise<Description> {
    const { manifest, reader } = await this.open();
    return {
      version: this.options.version,
      model: manifest.id,
      strategy: headsStrategy(reader).name,
      windowTokens: reader.windowTokens,
      maxQuestionTokens: maxQuestionTokens(reader.windowTokens),
      processId: process.pid,
    };
  }

  /**
   * Answers one question. Aborting the signal ends the reading after the window in hand and returns what was found.
   * @throws AskFailure
   */
  async ask(
    question: Question,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<AskResult> {
    try {
      return await this.idle.yieldTo(() => this.answer(question, onProgress, signal));
    } catch (error) {
      throw toFailure(error);
    }
  }

  /**
   * Reads what questions about these places will need, and keeps it; nothing is dropped for it. Aborting the signal ends
   * the reading after the section in hand.
   * @throws AskFailure
   */
  async warm(
    params: Omit<WarmParams, 'progressToken'>,
    onProgress: (progress: WarmProgress) => void,
    signal: AbortSignal,
  ): Promise<WarmResult> {
    try {
      return await this.idle.yieldTo(() => this.readAhead(params, onProgress, signal));
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** Forgets what was kept between questions. @returns bytes that were freed */
  async clearMemory(): Promise<number> {
    return (await (await this.openMemory())?.clear()) ?? 0;
  }

  async dispose(): Promise<void> {
    await this.idle.stop();
    const { model, memory } = this;
    this.model = undefined;
    this.memory = undefined;
    await (await model)?.dispose();
    await (await memory)?.close();
  }

  private async answer(
    params: Question,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<AskResult> {
    const started = performance.now();
    const text = params.question.trim();
    if (text === '')
      throw new AskFailure('questionEmpty', 'The question is empty. Type what you want to know.');
    const model = await this.open();
    checkLength(model, text);
    await (await this.openMemory())?.begin();
    const found = await surveyRoots(params, onProgress, signal);
    const reading = await planReading(model, params, [text], found, signal);

    const segmentAt = segmentsOf(reading.plan);
    const seen = new Map<number, number>();
    const report = (retained: readonly Retained[]): Evidence[] => {
      const evidence = toEvidence(retained, reading.files, segmentAt);
      for (const { segment } of retained) {
        if (!seen.has(segment.position)) seen.set(segment.position, performance.now() - started);
      }
      if (evidence.length > 0) onProgress({ kind: 'evidence', evidence });
      return evidence;
    };
    const cancelledEarly = signal.aborted;
    const strategy = headsStrategy(model.reader);
    const result = await this.retrieve(model, strategy, params, reading, report, onProgress, signal);
    const evidence = report(result.retained);
    const best = result.retained[0];

    const finding = findingOf(result.retained, model);
    const written =
      params.writer === 'embedded' && finding === 'clear' && !signal.aborted
        ? await this.write(model, text, evidence, onProgress, signal)
        : NO_ANSWER;
    return {
      question: text,
      strategy: strategy.name,
      model: model.manifest.id,
      finding,
      answer: written,
      evidence,
      coverage: {
        files: reading.meter.filesRead,
        tokens: result.tokens,
        windows: result.windows,
        remembered: result.remembered,
        complete: result.complete && !cancelledEarly && !reading.skipped.some(isGap),
        skipped: reading.skipped,
      },
      timing: {
        firstEvidenceMs: seen.size > 0 ? Math.round(Math.min(...seen.values())) : null,
        bestEvidenceMs: best ? Math.round(seen.get(best.segment.position)!) : null,
        totalMs: Math.round(performance.now() - started),
        tokensPerSecond: Math.round(reading.meter.tokensPerSecond),
      },
      cancelled: signal.aborted,
    };
  }

  private async retrieve(
    model: OpenModel,
    strategy: Strategy,
    params: Question,
    { plan, files, meter }: Reading,
    report: (retained: readonly Retained[]) => void,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<RetrievalResult> {
    const retrieval = strategy.retrieve(plan, [params.question.trim()], {
      budgetTokens: params.budgetTokens ?? DEFAULT_BUDGET_TOKENS,
      headerOf: encodedHeaders(model, files),
      signal,
    });
    for (;;) {
      const step = await retrieval.next();
      if (step.done) return step.value[0]!;
      const { section, tokens, windows, best } = step.value;
      if (best[0]) report(best[0]);
      const progress = meter.read(section, tokens, windows);
      if (progress) onProgress(progress);
    }
  }

  private async readAhead(
    params: Omit<WarmParams, 'progressToken'>,
    onProgress: (progress: WarmProgress) => void,
    signal: AbortSignal,
  ): Promise<WarmResult> {
    const memory = await this.openMemory();
    let done = { windows: 0, read: 0 };
    if (!memory || memory.problem) {
      return { ...done, outcome: 'unavailable', reason: memory?.problem ?? NO_CACHE };
    }
    const model = await this.open();
    await memory.begin(false);
    const found = await surveyRoots(params, () => undefined, signal);
    const { files, plan, meter } = await planReading(model, params, [], found, signal);
    const sections = readAhead(plan, model.reader, { headerOf: encodedHeaders(model, files), signal });
    for await (const { section, windows, read, tokens } of sections) {
      done = { windows, read };
      const progress = meter.read(section, tokens, windows);
      if (progress) {
        const { files, filesTotal, tokensTotal } = progress;
        onProgress({ files, filesTotal, tokens, tokensTotal });
      }
      if (memory.isFull) break;
    }
    // The next question may be asked of another process.
    await memory.flush();
    if (memory.problem) return { ...done, outcome: 'unavailable', reason: memory.problem };
    if (memory.isFull) return { ...done, outcome: 'full', reason: CACHE_FULL };
    return { ...done, outcome: signal.aborted ? 'cancelled' : 'complete', reason: '' };
  }

  private async write(
    model: OpenModel,
    question: string,
    evidence: readonly Evidence[],
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<Answer> {
    let text = '';
    for await (text of model.writer.write(question, evidence, signal)) onProgress({ kind: 'answer', text });
    return { ...cite(checkSupport(text, question, evidence)), writer: model.writer.name };
  }

  private open(): Promise<OpenModel> {
    // A model that could not be opened is tried again at the next question: the user may have mended it.
    this.model ??= this.openWithMemory().catch((error: unknown) => {
      this.model = undefined;
      throw toFailure(error);
    });
    return this.model;
  }

  private async openWithMemory(): Promise<OpenModel> {
    const memory = await this.openMemory();
    return openModel(this.options.modelFolder, {
      threads:
        this.options.threads ?? ((identity) => this.tuner?.threads(identity) ?? Promise.resolve(undefined)),
      memory: memory && ((model) => memory.of(model)),
    });
  }

  /** Once a question has opened the model. @returns whether it is done */
  private async tune(signal: AbortSignal): Promise<boolean> {
    if (!this.tuner) return true;
    const model = await this.model;
    return model ? this.tuner.tune(model.identity, signal) : false;
  }

  private openMemory(): Promise<EngineMemory | undefined> {
    const { memory } = this.options;
    if (!memory) return Promise.resolve(undefined);
    this.memory ??= EngineMemory.open(memory);
    return this.memory;
  }
}

/** Whether a file is missing from what was read although nothing says that it should be. */
function isGap({ reason }: SkippedFile): boolean {
  return reason === 'vanished' || reason === 'unreadable';
}

function findingOf(retained: readonly Retained[], model: OpenModel): Finding {
  if (retained.length === 0) return 'nothing';
  const best = Math.max(...retained.map(({ attention }) => attention));
  return best < model.manifest.reader.weakBelow ? 'weak' : 'clear';
}

/** A question may take half a window, so that there is as much to read as to ask. */
function maxQuestionTokens(windowTokens: number): number {
  return Math.floor(windowTokens / 2);
}

/** @throws AskFailure `questionTooLong` */
function checkLength(model: OpenModel, text: string): void {
  const question = model.reader.prepare(text);
  const tokens = question.countedTo - question.countedFrom;
  const limit = maxQuestionTokens(model.reader.windowTokens);
  if (tokens > limit) {
    throw new AskFailure(
      'questionTooLong',
      `The question has ${tokens} tokens; ${limit} is the most this model can take. Shorten it to what you want to find.`,
    );
  }
}

async function surveyRoots(
  params: SurveyParams,
  onProgress: (progress: AskProgress) => void,
  signal: AbortSignal,
): Promise<Survey> {
  const found = await survey(
    params.roots.map((root) => root.path),
    {
      signal,
      ...sizeLimit(params),
    },
  ).catch((error: unknown): Survey => {
    // Cancelled while walking: nothing has been read, so there is nothing to lose.
    if (signal.aborted) return { files: [], skipped: [], totalBytes: 0 };
    throw error;
  });
  onProgress({ kind: 'scan', files: found.files.length, bytes: found.totalBytes });
  if (found.files.length === 0 && !signal.aborted) throw nothingToRead(found.skipped);
  return found;
}

/** The question's own size limit, for the walk and for the read alike; the corpus has a default. */
function sizeLimit({ maxFileSizeBytes }: SurveyParams): { maxFileSizeBytes?: number } {
  return maxFileSizeBytes === undefined ? {} : { maxFileSizeBytes };
}

function nothingToRead(skipped: readonly SkippedFile[]): AskFailure {
  const why = describeSkipped(skipped);
  return new AskFailure(
    'nothingToRead',
    why === ''
      ? 'There is nothing to read: the folder is empty. Choose a folder with text or code.'
      : `There is nothing to read: everything was skipped (${why}). Choose a folder with text or code.`,
    skipped,
  );
}

/**
 * Reads the files' text and plans the reading.
 * @throws AskFailure `nothingToRead` when every file was skipped
 */
async function planReading(
  model: OpenModel,
  params: SurveyParams,
  questions: readonly string[],
  found: Survey,
  signal: AbortSignal,
): Promise<Reading> {
  const files: CorpusFile[] = [];
  const skipped: SkippedFile[] = [...found.skipped];
  const planner = new Planner(questions, (file) => headerText(model, files[file]!));
  const stream = segmentStream([], { surveyed: found.files, ...sizeLimit(params) });
  let position = 0;
  for await (const event of stream) {
    if (signal.aborted) break;
    if (event.kind === 'skipped') {
      skipped.push(event.skipped);
      continue;
    }
    files.push(event.file);
    for (const segment of event.segments) {
      planner.add({ ...segment, file: event.fileIndex, position: position++ });
    }
  }
  const plan = planner.finish();
  if (plan.sections.length === 0 && !signal.aborted) throw nothingToRead(skipped);
  return { files, skipped, plan, meter: new ReadingMeter(files, plan) };
}

function headerText({ manifest }: OpenModel, { path }: CorpusFile): string {
  return manifest.prompt.fileHeader.replace('{path}', () => path);
}

/** Headers as tokens, each encoded once. */
function encodedHeaders(model: OpenModel, files: readonly CorpusFile[]): HeaderOf {
  const headers = new Map<number, Int32Array>();
  return (file) => {
    let header = headers.get(file);
    if (!header) {
      header = model.tokeniser.encode(headerText(model, files[file]!));
      headers.set(file, header);
    }
    return header;
  };
}
