/** Answers requests with models in their roles and one memory, for the engine process and, directly, for the command. */
import { BackgroundExtractor, readDocumentText } from '../corpus/index.ts';
import type { Survey } from '../corpus/index.ts';
import { message } from '../messages/index.ts';
import { openReader, openWriter } from '../model/index.ts';
import type { DeviceId, ModelReader, ModelWriter } from '../model/index.ts';
import { estimateTokensOfBytes, headsStrategy, rereading } from '../retrieval/index.ts';
import type { Run, Strategy } from '../retrieval/index.ts';
import type { AskEditor, Writer } from '../writers/index.ts';
import { outsideWriter, writeAnswer } from './answering.ts';
import { askQuestions } from './asking.ts';
import type { Common } from './asking.ts';
import { useBuilt } from './builtModels.ts';
import { usableCores } from './cores.ts';
import { deviceFor } from './devices.ts';
import type { DeviceChoice } from './devices.ts';
import { RememberedDocuments } from './documents.ts';
import { AskFailure, toFailure } from './failure.ts';
import { knownShare } from './known.ts';
import { EngineMemory } from './memory.ts';
import type { MemoryOptions } from './memory.ts';
import { ModelRequests } from './modelRequests.ts';
import { askedQuestion, focusedText, maxQuestionTokens, questionText } from './question.ts';
import { surveyRoots } from './reading.ts';
import { readAheadFor } from './readingAhead.ts';
import { Role } from './role.ts';
import { withSpillStore } from './spillStore.ts';
import { builtFolder } from './userModels.ts';
import type { UserModelOptions } from './userModels.ts';
import { whyEvidence } from './why.ts';
import type {
  Answer,
  AnswerParams,
  AskProgress,
  AskResult,
  Description,
  DocumentParams,
  DocumentResult,
  Message,
  Question,
  SurveyParams,
  SurveyResult,
  ReadAheadProgress,
  ReadAheadResult,
  ReplaceParams,
  WhyParams,
  WhyResult,
} from '../contract/index.ts';

export interface EngineOptions {
  /** The model that reads: a built folder, or with `userModels` a GGUF file or a folder in the Hugging Face layout. */
  readonly modelFolder: string;
  /** Folder of a model that reads the best again; without it nobody does. */
  readonly rereaderFolder?: string | undefined;
  /** Folder of the model that writes; default: the one that reads. */
  readonly writerFolder?: string | undefined;
  /** Where models that are not built are built; such a model is refused when not given. */
  readonly userModels?: UserModelOptions | undefined;
  readonly version: string;
  /** Program that tokenises beside the model's runs, see `BackgroundTokeniser`. */
  readonly tokeniserProgram?: string | undefined;
  /** Program that takes the text out of documents, see `BackgroundExtractor`; not given, documents are skipped. */
  readonly extractorProgram?: string | undefined;
  /** Threads of a model; default: one for each physical core, see cores.ts. */
  readonly threads?: number | undefined;
  /** Where a model that reads encodes; default: the CPU. */
  readonly device?: DeviceChoice | undefined;
  /** The built program that tries a device; without it every model encodes on the CPU. */
  readonly trialProgram?: string | undefined;
  /** Told when a device is not used, or failed while it was. */
  readonly onDevice?: ((notice: Message) => void) | undefined;
  /** Where to keep what depends on no question; not given, nothing is kept. */
  readonly memory?: MemoryOptions | undefined;
  /** Asks a language model of the editor to write; not given where there is no editor. */
  readonly askEditor?: AskEditor | undefined;
}

/** Opens each model when it is first needed, and keeps it. Every method rejects with an `AskFailure`. */
export class Engine {
  private readonly options: EngineOptions;
  private readonly reader: Role<ModelReader>;
  private rereader: Role<ModelReader> | undefined;
  private readonly writer: Role<ModelWriter>;
  private memory: Promise<EngineMemory> | undefined;
  private readonly extractor: BackgroundExtractor | undefined;
  /** Aborted when the engine is shut down, which ends the building of a model too. */
  private readonly ending = new AbortController();
  readonly models: ModelRequests;
  /** The model in the role of the writer: where it reads as well, it is built for both at once. */
  private writes: string;

  constructor(options: EngineOptions) {
    this.options = options;
    this.models = new ModelRequests(options.userModels);
    const { extractorProgram } = options;
    this.extractor = extractorProgram === undefined ? undefined : new BackgroundExtractor(extractorProgram);
    const { modelFolder, rereaderFolder, writerFolder = modelFolder } = options;
    this.writes = writerFolder;
    this.reader = new Role((signal) => this.openReader(modelFolder, signal));
    this.rereader = this.rereaderOf(rereaderFolder);
    this.writer = new Role((signal) => this.openWriter(writerFolder, signal));
  }

  /** See `infiniask/replace`. Resolves when the role's model is closed, or at once where it is in use. */
  async replace({ role, folder }: ReplaceParams): Promise<void> {
    const { modelFolder, rereaderFolder, writerFolder = modelFolder } = this.options;
    switch (role) {
      case 'reader':
        return this.reader.replace((signal) => this.openReader(folder ?? modelFolder, signal));
      case 'rereader': {
        const before = this.rereader;
        this.rereader = this.rereaderOf(folder ?? rereaderFolder);
        return before?.close();
      }
      case 'writer':
        this.writes = folder ?? writerFolder;
        return this.writer.replace((signal) => this.openWriter(folder ?? writerFolder, signal));
    }
  }

  describe(): Promise<Description> {
    return orFailure(() =>
      this.withStrategy((reader, strategy) =>
        Promise.resolve({
          version: this.options.version,
          model: reader.name,
          strategy: strategy.name,
          windowTokens: reader.windowTokens,
          maxQuestionTokens: maxQuestionTokens(reader.windowTokens),
          processId: process.pid,
        }),
      ),
    );
  }

  /** Answers one question. Stopping the run ends the reading after the current section and returns what was found. */
  async ask(question: Question, run: Run<AskProgress>): Promise<AskResult> {
    const { question: text, ...common } = question;
    const [result] = await this.askTogether([text], common, run);
    return result!;
  }

  /** As `ask`, for several questions that share one reading: each further one costs its own tokens only. */
  askTogether(questions: readonly string[], common: Common, run: Run<AskProgress>): Promise<AskResult[]> {
    const started = performance.now();
    let isReady = false;
    return orFailure(async () => {
      const texts = questions.map(questionText);
      const memory = await this.openMemory();
      return this.withStrategy(
        (reader, strategy) =>
          this.withWriter(
            common,
            (writer) =>
              withSpillStore((textStore) => {
                isReady = true;
                const documents = new RememberedDocuments(memory, this.extractor, run.signal, (path) =>
                  run.tell({ kind: 'document', path }),
                );
                const asking = { reader, strategy, memory, documents, writer, run, textStore };
                const answer = (): Promise<AskResult[]> => askQuestions(texts, common, asking, started);
                return memory ? memory.inPass(answer) : answer();
              }),
            run.signal,
          ),
        run.signal,
      );
    }).catch((error: unknown) => {
      if (isReady || !run.signal.aborted) throw error;
      throw new AskFailure('cancelled', message('modelPreparingStopped'), [], { cause: error });
    });
  }

  /** Says what a question would read. Aborting the signal rejects. */
  survey(params: SurveyParams, signal: AbortSignal): Promise<SurveyResult> {
    return orFailure(async () => {
      const found = await surveyRoots(params, signal);
      const { files, totalBytes: bytes, textBytes, skipped } = found;
      const tokens = estimateTokensOfBytes(textBytes);
      const estimatedMs = await this.estimateMs(tokens, found, params, signal);
      return { files: files.length, bytes, tokens, estimatedMs, skipped };
    });
  }

  /**
   * How long the reading will take, from what is known of the text and from the last readings; null when nothing
   * tells.
   */
  private async estimateMs(
    tokens: number,
    { files }: Survey,
    params: SurveyParams,
    signal: AbortSignal,
  ): Promise<number | null> {
    const identity = await this.identityOfReader(signal);
    const speed = identity === undefined ? undefined : await (await this.openMemory())?.speed.get(identity);
    if (!speed) return null;
    // A survey is quick: of documents it knows what is remembered.
    const documents = new RememberedDocuments(await this.openMemory());
    const options = { ...params.corpus, signal, documents };
    const known = await this.reader.use((reader) => knownShare(reader, files, params.roots, options), signal);
    return Math.round(1000 * tokens * ((1 - known) / speed.reading + known / speed.recalling));
  }

  /** Has an answer written from given evidence. Stopping the run ends the writing and returns what was written. */
  answer(params: AnswerParams, run: Run<AskProgress>): Promise<Answer> {
    return orFailure(async () => {
      const text = await this.focused(params.question);
      const { evidence, pinned } = params;
      return this.withWriter(
        params,
        (writer) => writeAnswer(text, evidence, writer, run, { pinned }),
        run.signal,
      );
    });
  }

  /** The text that is read of a document, to show it. */
  document({ root, path, corpus }: DocumentParams): Promise<DocumentResult> {
    return orFailure(async () => {
      const documents = new RememberedDocuments(await this.openMemory(), this.extractor);
      return readDocumentText(root.path, path, { ...corpus, documents });
    });
  }

  /** Says which words of a piece of evidence the words of the question look at. */
  why({ question, evidence, prefix = '' }: WhyParams): Promise<WhyResult> {
    return orFailure(async () => {
      const text = await this.focused(question);
      // Who ranked the evidence last says why.
      const reader = this.rereader ?? this.reader;
      return reader.use((model) => whyEvidence(model, text, evidence, prefix + evidence.path));
    });
  }

  /**
   * Reads ahead what questions about these places will need, and keeps it without evicting anything. Stopping the run
   * ends the reading after the current section.
   */
  readAhead(params: SurveyParams, run: Run<ReadAheadProgress>): Promise<ReadAheadResult> {
    return orFailure(async () => {
      const memory = await this.openMemory();
      return withSpillStore((textStore) =>
        readAheadFor(params, {
          withReader: (work) => this.reader.use(work, run.signal),
          memory,
          documents: new RememberedDocuments(memory, this.extractor, run.signal),
          run,
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
    const { memory } = this;
    this.ending.abort(new Error('The engine is shut down.'));
    this.memory = undefined;
    const roles = [this.reader, this.writer, ...(this.rereader ? [this.rereader] : [])];
    await Promise.allSettled([...roles.map((role) => role.close()), this.extractor?.dispose()]);
    // Closed even when a model fails to close, so that everything waiting is written.
    await (await memory)?.close();
  }

  /** The question as models get it when the text is not known. */
  private focused(question: string): Promise<string> {
    const text = questionText(question);
    return this.reader.use((reader) => Promise.resolve(focusedText(reader, askedQuestion(reader, text))));
  }

  /** Undefined when the reader cannot be opened; the next question tells why. */
  private identityOfReader(signal: AbortSignal): Promise<string | undefined> {
    return this.reader.use(({ identity }) => Promise.resolve(identity), signal).catch(() => undefined);
  }

  /** @param signal ends the opening of models that `work` waits for */
  private withStrategy<T>(
    work: (reader: ModelReader, strategy: Strategy) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { rereader } = this;
    return this.reader.use((reader) => {
      const strategy = headsStrategy(reader);
      if (!rereader) return work(reader, strategy);
      return rereader.use((second) => work(reader, rereading(strategy, second)), signal);
    }, signal);
  }

  private withWriter<T>(
    params: Pick<AnswerParams, 'writer' | 'endpoint'>,
    work: (writer: Writer | undefined) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    if (params.writer === 'embedded') return this.writer.use(work, signal);
    return work(outsideWriter(params, this.options.askEditor));
  }

  private async openReader(path: string, signal: AbortSignal): Promise<ModelReader> {
    const folder = await this.builtFolder(path, path === this.writes, signal);
    const memory = await this.openMemory();
    const threads = await this.threads();
    const device = await this.deviceFor(folder, signal);
    return this.inUse(folder, (onClose) =>
      openReader(folder, {
        threads,
        device,
        onDeviceLost: (why) => this.options.onDevice?.(message('deviceLost', device, why)),
        tokeniserProgram: this.options.tokeniserProgram,
        memory: memory && ((identity) => memory.of(identity)),
        onClose,
      }),
    );
  }

  /** The device on which a built model encodes, which was tried before. */
  private async deviceFor(folder: string, signal: AbortSignal): Promise<DeviceId> {
    const { device: choice = 'cpu', trialProgram: program, memory, onDevice } = this.options;
    if (program === undefined) return 'cpu';
    const options = { program, recordsFolder: memory?.folder, signal };
    const { device, refused } = await deviceFor(choice, folder, options);
    if (refused) onDevice?.(refused);
    return device;
  }

  private async openWriter(path: string, signal: AbortSignal): Promise<ModelWriter> {
    const folder = await this.builtFolder(path, true, signal);
    const threads = await this.threads();
    return this.inUse(folder, (onClose) => openWriter(folder, { threads, onClose }));
  }

  /** Opens a built model, which nobody removes until it is closed. */
  private async inUse<M>(folder: string, open: (onClose: () => Promise<void>) => Promise<M>): Promise<M> {
    const { userModels } = this.options;
    const use = userModels && (await useBuilt(folder, userModels.folder));
    const release = (): Promise<void> => use?.release() ?? Promise.resolve();
    try {
      return await open(release);
    } catch (error) {
      await release();
      throw error;
    }
  }

  private builtFolder(path: string, writes: boolean, signal: AbortSignal): Promise<string> {
    const { userModels } = this.options;
    const signals = [signal, this.ending.signal, ...(userModels?.signal ? [userModels.signal] : [])];
    return builtFolder(path, writes, userModels && { ...userModels, signal: AbortSignal.any(signals) });
  }

  private async threads(): Promise<number | undefined> {
    return this.options.threads ?? (await usableCores());
  }

  private rereaderOf(folder: string | undefined): Role<ModelReader> | undefined {
    return folder === undefined ? undefined : new Role((signal) => this.openReader(folder, signal));
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
