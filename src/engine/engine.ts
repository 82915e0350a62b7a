/** The path of a question: walk, read, keep, answer. Used by the engine process and, as it is, by the command. */
import { checkSupport, cite } from '../answer/index.ts';
import { survey, SpanMap, tokenStream } from '../corpus/index.ts';
import type { CorpusFile, Survey } from '../corpus/index.ts';
import { openModel } from '../model/index.ts';
import type { OpenModel } from '../model/index.ts';
import { QuestionTerms, retrieveByHeads, WindowPacker } from '../retrieval/index.ts';
import type { PreparedQuestion, Retained, RetrievalResult, Window } from '../retrieval/index.ts';
import { toEvidence } from './evidence.ts';
import { AskFailure, describeSkipped, toFailure } from './failure.ts';
import { ReadingMeter } from './meter.ts';
import type {
  Answer,
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
}

export type Question = Omit<AskParams, 'progressToken'>;

export const STRATEGY = 'heads+lexical';
const DEFAULT_BUDGET_TOKENS = 1000;
const NO_ANSWER: Answer = { text: '', writer: 'none', citations: [], unsupported: [] };

/** Everything that is known while one question is read. */
interface Reading {
  readonly files: CorpusFile[];
  readonly spans: SpanMap;
  readonly skipped: SkippedFile[];
  readonly meter: ReadingMeter;
}

/** Answers questions with one model, which is opened at the first question and kept. */
export class Engine {
  private readonly options: EngineOptions;
  private model: Promise<OpenModel> | undefined;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  /** @throws AskFailure */
  async describe(): Promise<Description> {
    const { manifest, reader } = await this.open();
    return {
      version: this.options.version,
      model: manifest.id,
      strategy: STRATEGY,
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

  async dispose(): Promise<void> {
    const model = this.model;
    this.model = undefined;
    await (await model)?.dispose();
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
    const question = prepareQuestion(model, text);
    const found = await surveyRoots(params, onProgress, signal);
    const reading: Reading = {
      files: [],
      spans: new SpanMap(),
      skipped: [...found.skipped],
      meter: new ReadingMeter(found.files),
    };

    let firstEvidenceMs = null as number | null;
    const report = (retained: readonly Retained[]): Evidence[] => {
      const evidence = toEvidence(retained, reading.spans, reading.files);
      if (evidence.length > 0) {
        firstEvidenceMs ??= performance.now() - started;
        onProgress({ kind: 'evidence', evidence });
      }
      return evidence;
    };
    const cancelledEarly = signal.aborted;
    const result = await this.retrieve(model, params, question, found, reading, report, onProgress, signal);
    const evidence = report(result.retained);

    const finding = findingOf(result.retained, model);
    const written =
      params.writer === 'embedded' && finding === 'clear' && !signal.aborted
        ? await this.write(model, text, evidence, onProgress, signal)
        : NO_ANSWER;
    return {
      question: text,
      strategy: STRATEGY,
      model: model.manifest.id,
      finding,
      answer: written,
      evidence,
      coverage: {
        files: reading.meter.filesRead,
        tokens: result.tokens,
        windows: result.windows,
        complete: result.complete && !cancelledEarly && !reading.skipped.some(isGap),
        skipped: reading.skipped,
      },
      timing: {
        firstEvidenceMs: firstEvidenceMs === null ? null : Math.round(firstEvidenceMs),
        totalMs: Math.round(performance.now() - started),
        tokensPerSecond: Math.round(reading.meter.tokensPerSecond),
      },
      cancelled: signal.aborted,
    };
  }

  private async retrieve(
    model: OpenModel,
    params: Question,
    question: PreparedQuestion,
    found: Survey,
    reading: Reading,
    report: (retained: readonly Retained[]) => void,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<RetrievalResult> {
    const headers = new Map<number, Int32Array>();
    const headerOf = (file: number): Int32Array => {
      let header = headers.get(file);
      if (!header) {
        const template = model.manifest.prompt.fileHeader;
        header = model.tokeniser.encode(template.replace('{path}', () => reading.files[file]!.path));
        headers.set(file, header);
      }
      return header;
    };
    const packer = new WindowPacker(model.reader.windowTokens, headerOf);
    const windows = readWindows(model, params, found, reading, packer);
    const retrieval = retrieveByHeads(windows, question, model.reader, {
      budgetTokens: params.budgetTokens ?? DEFAULT_BUDGET_TOKENS,
      headerOf,
      terms: new QuestionTerms(params.question),
      signal,
    });
    for (;;) {
      const step = await retrieval.next();
      if (step.done) {
        if (step.value.windows === 0 && !signal.aborted) throw nothingToRead(reading.skipped);
        return step.value;
      }
      if (step.value.kind === 'round') {
        onProgress(step.value);
      } else {
        if (step.value.best) report(step.value.best);
        const progress = reading.meter.read(step.value.tokens);
        if (progress) onProgress(progress);
      }
    }
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
    this.model ??= openModel(this.options.modelFolder, this.options.threads).catch((error: unknown) => {
      this.model = undefined;
      throw toFailure(error);
    });
    return this.model;
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

function prepareQuestion(model: OpenModel, text: string): PreparedQuestion {
  const question = model.reader.prepare(text);
  const tokens = question.countedTo - question.countedFrom;
  const limit = maxQuestionTokens(model.reader.windowTokens);
  if (tokens > limit) {
    throw new AskFailure(
      'questionTooLong',
      `The question has ${tokens} tokens; ${limit} is the most this model can take. Shorten it to what you want to find.`,
    );
  }
  return question;
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

/** The token stream as windows; what is read is noted in `reading` as it goes by. */
async function* readWindows(
  model: OpenModel,
  params: Question,
  found: Survey,
  reading: Reading,
  packer: WindowPacker,
): AsyncGenerator<Window, void> {
  const roots = params.roots.map((root) => root.path);
  const stream = tokenStream(roots, model.tokeniser, {
    surveyed: found.files,
    ...sizeLimit(params),
  });
  for await (const event of stream) {
    if (event.kind === 'skipped') {
      reading.skipped.push(event.skipped);
      reading.meter.skip(event.skipped);
      continue;
    }
    reading.files.push(event.file);
    reading.meter.begin(event.file);
    for (const segment of event.segments) {
      const { ids, startToken, startLine, endLine, text } = segment;
      if (ids.length === 0) continue;
      reading.spans.append(event.fileIndex, startToken, ids.length, startLine, endLine);
      yield* packer.add({ ids, startToken, file: event.fileIndex, text });
    }
    reading.meter.end();
  }
  yield* packer.flush();
}
