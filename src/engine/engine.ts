/** Answers requests with one model and one memory. Used by the engine process and, as it is, by the command. */
import type { Survey } from '../corpus/index.ts';
import { openModel } from '../model/index.ts';
import type { OpenModel } from '../model/index.ts';
import { estimateTokensOfBytes, headsStrategy } from '../retrieval/index.ts';
import type { AskEditor, Writer } from '../writers/index.ts';
import { writeAnswer, writerOf } from './answering.ts';
import { askQuestions } from './asking.ts';
import type { Common, OnProgress } from './asking.ts';
import { toFailure } from './failure.ts';
import { IdleWork } from './idleWork.ts';
import { knownShare } from './known.ts';
import { EngineMemory } from './memory.ts';
import type { MemoryOptions } from './memory.ts';
import { PauseGate } from './pauseGate.ts';
import { askedQuestion, focusedText, maxQuestionTokens, questionText } from './question.ts';
import { surveyRoots } from './reading.ts';
import { readForLater } from './readingAhead.ts';
import { withSpillStore } from './spillStore.ts';
import { ThreadTuner } from './threadTuner.ts';
import { whyEvidence } from './why.ts';
import type {
  Answer,
  AnswerParams,
  AskProgress,
  AskResult,
  Description,
  Question,
  SurveyParams,
  SurveyResult,
  WarmProgress,
  WarmResult,
  WhyParams,
  WhyResult,
} from '../contract/index.ts';

export interface EngineOptions {
  /** Folder of the built model. */
  readonly modelFolder: string;
  readonly version: string;
  /** What tokenises beside the model's runs, see `BackgroundTokeniser`. */
  readonly tokeniserProgram?: string | undefined;
  /** Threads of the model; default: what was best on this machine, as far as that was measured (see tuning.ts). */
  readonly threads?: number;
  /** Where to keep what depends on no question; nothing is kept when not given. */
  readonly memory?: MemoryOptions | undefined;
  /** How a language model of the editor is asked to write; not given where there is no editor. */
  readonly askEditor?: AskEditor;
}

/** So long after an answer the machine is measured: whoever asks again at once does not meet it. */
const TUNE_AFTER_MS = 3000;

/** The model is opened when it is first needed and kept. Every method rejects with an `AskFailure`. */
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
   * @param gate holds the reading while it is paused
   */
  ask(
    question: Question,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
    gate: PauseGate = new PauseGate(),
  ): Promise<AskResult> {
    const { question: text, ...common } = question;
    return this.askTogether([text], common, onProgress, signal, gate).then(([result]) => result!);
  }

  /** As `ask`, for several questions that share one reading: what they cost beside the first is their own tokens. */
  askTogether(
    questions: readonly string[],
    common: Common,
    onProgress: OnProgress,
    signal: AbortSignal,
    gate: PauseGate = new PauseGate(),
  ): Promise<AskResult[]> {
    const started = performance.now();
    return this.whileBusy(async () => {
      const texts = questions.map(questionText);
      const model = await this.open();
      const memory = await this.openMemory();
      const writer = this.writerOf(common, model);
      return withSpillStore((textStore) => {
        const asking = { model, memory, writer, onProgress, signal, gate, textStore };
        const answer = (): Promise<AskResult[]> => askQuestions(texts, common, asking, started);
        return memory ? memory.inPass(answer) : answer();
      });
    });
  }

  /** Says what a question would read. Aborting the signal rejects. */
  survey(params: SurveyParams, signal: AbortSignal): Promise<SurveyResult> {
    return orFailure(async () => {
      const found = await surveyRoots(params, signal);
      const { files, totalBytes: bytes, skipped } = found;
      const tokens = estimateTokensOfBytes(bytes);
      const estimatedMs = await this.estimateMs(tokens, found, params, signal);
      return { files: files.length, bytes, tokens, estimatedMs, skipped };
    });
  }

  /** How long reading this will take, by what is known of it and by the last readings; null where that says nothing. */
  private async estimateMs(
    tokens: number,
    { files }: Survey,
    params: SurveyParams,
    signal: AbortSignal,
  ): Promise<number | null> {
    const memory = await this.openMemory();
    // A model that cannot be opened is a matter for the question.
    const model = await this.open().catch(() => undefined);
    const speed = model && (await memory?.speed.get(model.identity));
    if (!speed) return null;
    const known = await knownShare(model, files, params.roots, { ...params.corpus, signal });
    return Math.round(1000 * tokens * ((1 - known) / speed.reading + known / speed.recalling));
  }

  /** Has an answer written from given evidence. Aborting the signal ends the writing and returns what was written. */
  answer(
    params: AnswerParams,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<Answer> {
    return this.whileBusy(async () => {
      const asked = questionText(params.question);
      const model = await this.open();
      const text = focusedText(model, askedQuestion(model, asked));
      const { evidence, pinned } = params;
      return writeAnswer(text, evidence, this.writerOf(params, model), onProgress, signal, pinned);
    });
  }

  /** Says which words of a piece of evidence the words of the question look at. */
  why({ question, evidence, prefix = '' }: WhyParams): Promise<WhyResult> {
    return this.whileBusy(async () => {
      const asked = questionText(question);
      const model = await this.open();
      const text = focusedText(model, askedQuestion(model, asked));
      return whyEvidence(model, text, evidence, prefix + evidence.path);
    });
  }

  /**
   * Reads what questions about these places will need, and keeps it; nothing is dropped for it. Aborting the signal ends
   * the reading after the section in hand.
   */
  warm(
    params: SurveyParams,
    onProgress: (progress: WarmProgress) => void,
    signal: AbortSignal,
  ): Promise<WarmResult> {
    return this.whileBusy(async () => {
      const memory = await this.openMemory();
      return withSpillStore((textStore) =>
        readForLater(params, {
          openModel: () => this.open(),
          memory,
          onProgress,
          signal,
          textStore,
        }),
      );
    });
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
    try {
      await (await model?.catch(() => undefined))?.dispose();
    } finally {
      // Whatever became of the model, what it has learned is written.
      await (await memory)?.close();
    }
  }

  /** Does what the model is needed for; what is done while nothing is asked waits. */
  private whileBusy<T>(work: () => Promise<T>): Promise<T> {
    return orFailure(() => this.idle.yieldTo(work));
  }

  private writerOf(params: Pick<AnswerParams, 'writer' | 'endpoint'>, model: OpenModel): Writer | undefined {
    return writerOf(params, model.writer, this.options.askEditor);
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
      tokeniserProgram: this.options.tokeniserProgram,
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

async function orFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFailure(error);
  }
}
