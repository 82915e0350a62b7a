/** The path of a question: walk, read, keep, answer. Used by the engine process and, as it is, by the command. */
import { segmentStream, survey } from '../corpus/index.ts';
import type { CorpusFile, Survey } from '../corpus/index.ts';
import { openModel } from '../model/index.ts';
import type { OpenModel } from '../model/index.ts';
import { headsStrategy, Planner } from '../retrieval/index.ts';
import type { HeaderOf, ReadingPlan, Retained, RetrievalResult, Strategy } from '../retrieval/index.ts';
import type { AskEditor } from '../writers/index.ts';
import { writeAnswer, writerOf } from './answering.ts';
import { toEvidence } from './evidence.ts';
import { AskFailure, describeSkipped, toFailure } from './failure.ts';
import { EngineMemory } from './memory.ts';
import type { MemoryOptions } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { segmentsOf } from './signature.ts';
import type {
  AskParams,
  AskProgress,
  AskResult,
  Description,
  Evidence,
  Finding,
  SkippedFile,
} from './protocol.ts';

export interface EngineOptions {
  /** Folder of the built model. */
  readonly modelFolder: string;
  readonly version: string;
  /** Threads of the model; default: what the runtime chooses. */
  readonly threads?: number;
  /** Where to keep what depends on no question; nothing is kept when not given. */
  readonly memory?: MemoryOptions | undefined;
  /** How a language model of the editor is asked to write; not given where there is no editor. */
  readonly askEditor?: AskEditor;
}

export type Question = Omit<AskParams, 'progressToken'>;

const DEFAULT_BUDGET_TOKENS = 1000;

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

  constructor(options: EngineOptions) {
    this.options = options;
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
      return await this.answer(question, onProgress, signal);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** Forgets what was kept between questions. @returns bytes that were freed */
  async clearMemory(): Promise<number> {
    return (await (await this.openMemory())?.clear()) ?? 0;
  }

  async dispose(): Promise<void> {
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
    const reading = await planReading(model, params, found, signal);

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
    const written = await writeAnswer(
      text,
      // Lines that do not clearly answer are shown, but nothing is written from them.
      finding === 'clear' ? evidence : [],
      writerOf(params, model.writer, this.options.askEditor),
      onProgress,
      signal,
    );
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
      threads: this.options.threads,
      memory: memory && ((model) => memory.of(model)),
    });
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
  params: Question,
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
function sizeLimit({ maxFileSizeBytes }: Question): { maxFileSizeBytes?: number } {
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
  params: Question,
  found: Survey,
  signal: AbortSignal,
): Promise<Reading> {
  const files: CorpusFile[] = [];
  const skipped: SkippedFile[] = [...found.skipped];
  const planner = new Planner([params.question.trim()], (file) => headerText(model, files[file]!));
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
