/**
 * The caller's side of the engine process: start it at the first question, start it again after a crash,
 * pass questions, progress and cancellation. It knows nothing of the editor, so the tests can use it as it is.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { message, ToldError } from '../messages/index.ts';
import {
  CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProgressType,
  RequestType,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type {
  Answer,
  AnswerParams,
  Failure,
  AskProgress,
  AskResult,
  CallerRequests,
  Description,
  DocumentParams,
  DocumentResult,
  EngineMethod,
  EngineRequests,
  ErrorId,
  PrepareModelParams,
  ModelList,
  ListedModel,
  GetModelProgress,
  GetModelParams,
  ModelRole,
  Prompt,
  Question,
  SkippedFile,
  SurveyParams,
  SurveyResult,
  Told,
  ReadAheadProgress,
  ReadAheadResult,
  ReplaceParams,
  WhyParams,
  WhyResult,
  WriteResult,
} from '../contract/index.ts';

export interface EngineClientOptions {
  /** Absolute path of the engine's program, `dist/engine.cjs`. */
  readonly enginePath: string;
  /** Gets every line that the engine writes to its standard output or error, and notes of starts and ends. */
  readonly log?: (line: string) => void;
  /** Further environment of the process, asked for at each start. */
  readonly environment?: () => NodeJS.ProcessEnv;
  /** Told when a first request is sent, and when the last one has been answered. */
  readonly onBusy?: (busy: boolean) => void;
  /** How long a running process may take to obey `dispose`; default 2000. */
  readonly shutdownGraceMs?: number;
  /** How long a cancelled question may take to come back with what it found; default 15000. */
  readonly cancelGraceMs?: number;
  /** Has a language model of the editor write; not given where there is none. */
  readonly write?: WriteWithEditor;
}

/**
 * Has a language model of the editor write. `onText` gets the whole text so far. The message of an error that this
 * throws is what the user is told.
 */
export type WriteWithEditor = (
  prompt: Prompt,
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<WriteResult>;

/** JSON-RPC error code of a writer that fails. */
const WRITING_FAILED = 1;

/** Every way in which the engine fails a caller; what is told says what to do next. */
export class EngineError extends ToldError {
  override readonly name = 'EngineError';
  readonly id: ErrorId;
  readonly skipped: readonly SkippedFile[];

  constructor(id: ErrorId, told: Told, skipped: readonly SkippedFile[] = []) {
    super(told);
    this.id = id;
    this.skipped = skipped;
  }
}

/** One life of the engine process. */
interface Running {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** Rejects with an `EngineError` when the process is gone; never resolves. */
  readonly stopped: Promise<never>;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
}

type Params<M extends EngineMethod> = EngineRequests[M]['params'];
type Result<M extends EngineMethod> = EngineRequests[M]['result'];

/** A method whose requests tell of their progress. */
type TellingMethod = 'infiniask/ask' | 'infiniask/answer' | 'infiniask/readAhead' | 'infiniask/getModel';

/** Asks the engine process; see the functions for what each failure looks like. */
export class EngineClient {
  readonly #options: EngineClientOptions;
  #running: Running | undefined;
  #disposed = false;
  #nextToken = 1;
  /** Requests that have not been answered. */
  #requests = 0;
  /** Progress tokens of the questions that run. */
  readonly #asked = new Set<string>();
  /** What roles were last filled with: a process that is started again knows nothing of it. */
  readonly #replaced = new Map<ModelRole, ReplaceParams>();

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  /** The id of the engine process, undefined while none runs. */
  get processId(): number | undefined {
    return this.#running?.child.pid;
  }

  /**
   * Asks one question. Aborting `signal` makes the engine answer early with what it found (`cancelled: true`).
   * Several may be asked at once. One in the background is not held by `pause`, and an engine that does not obey its
   * cancellation is spared: others would lose their questions with it.
   * @throws EngineError
   */
  async ask(
    question: Question,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
    { background = false }: { readonly background?: boolean } = {},
  ): Promise<AskResult> {
    const progressToken = this.#newToken();
    if (!background) this.#asked.add(progressToken);
    try {
      const params = { ...question, progressToken };
      return await this.#tell('infiniask/ask', params, onProgress, signal, !background);
    } finally {
      this.#asked.delete(progressToken);
    }
  }

  /**
   * Holds the questions that run between two sections, or lets them go on. A held question can be cancelled.
   * @returns whether any question runs
   * @throws EngineError
   */
  async pause(paused: boolean): Promise<boolean> {
    const running = this.#running;
    if (!running) return false;
    const found = await Promise.all(
      [...this.#asked].map((progressToken) =>
        this.#request(running, 'infiniask/pause', { progressToken, paused }),
      ),
    );
    return found.includes(true);
  }

  /**
   * Has an answer written from given evidence. Aborting `signal` resolves with what was written until then.
   * @throws EngineError
   */
  answer(
    params: AnswerParams,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<Answer> {
    const progressToken = this.#newToken();
    return this.#tell('infiniask/answer', { ...params, progressToken }, onProgress, signal);
  }

  /**
   * Reads what questions about these places will need. Aborting `signal` ends it early (`cancelled`).
   * @throws EngineError
   */
  readAhead(
    params: SurveyParams,
    onProgress: (progress: ReadAheadProgress) => void,
    signal: AbortSignal,
  ): Promise<ReadAheadResult> {
    const progressToken = this.#newToken();
    return this.#tell('infiniask/readAhead', { ...params, progressToken }, onProgress, signal);
  }

  /**
   * The text that is read of a document, to show it.
   * @throws EngineError
   */
  document(params: DocumentParams): Promise<DocumentResult> {
    return this.#request(this.#start(), 'infiniask/document', params);
  }

  /**
   * What a question would read. Aborting `signal` rejects with its reason.
   * @throws EngineError
   */
  async survey(params: SurveyParams, signal?: AbortSignal): Promise<SurveyResult> {
    signal?.throwIfAborted();
    try {
      return await this.#cancellable(this.#start(), 'infiniask/survey', params, signal, false);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /**
   * Which words of the evidence the words of the question looked at.
   * @throws EngineError
   */
  async why(params: WhyParams): Promise<WhyResult> {
    return this.#request(this.#start(), 'infiniask/why', params);
  }

  /**
   * What the engine is; starts it when it does not run.
   * @throws EngineError
   */
  async describe(token?: CancellationToken): Promise<Description> {
    return this.#request(this.#start(), 'infiniask/describe', {}, token);
  }

  /**
   * Forgets what the engine keeps on disk between questions; starts it when it does not run.
   * @returns bytes that were freed
   * @throws EngineError
   */
  async clearMemory(): Promise<number> {
    return this.#request(this.#start(), 'infiniask/clearMemory', {});
  }

  /**
   * The models of this machine, and those that could be got.
   * @throws EngineError
   */
  async models(): Promise<ModelList> {
    return this.#request(this.#start(), 'infiniask/models', {});
  }

  /**
   * Gets a model from the hub. Aborting `signal` rejects; what was loaded is kept.
   * @throws EngineError
   */
  getModel(
    params: GetModelParams,
    onProgress: (progress: GetModelProgress) => void,
    signal: AbortSignal,
  ): Promise<ListedModel> {
    const progressToken = this.#newToken();
    return this.#tell('infiniask/getModel', { ...params, progressToken }, onProgress, signal, false);
  }

  /**
   * Builds what a model needs in a role, unless that has been done. Aborting `signal` rejects.
   * @throws EngineError
   */
  async prepareModel(params: PrepareModelParams, signal: AbortSignal): Promise<void> {
    await this.#cancellable(this.#start(), 'infiniask/prepareModel', params, signal, false);
  }

  /**
   * Has a role filled by the model of another folder from the next request on, also after the process was started again;
   * starts nothing. A folder that cannot be opened fails the requests that need it.
   * @throws EngineError
   */
  async replace(params: ReplaceParams): Promise<void> {
    this.#replaced.set(params.role, params);
    if (this.#running) await this.#request(this.#running, 'infiniask/replace', params);
  }

  /** Asks the process to end and ends it by force after the grace time. The client cannot be used afterwards. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const running = this.#running;
    if (!running) return;
    const force = setTimeout(() => running.child.kill('SIGKILL'), this.#options.shutdownGraceMs ?? 2_000);
    // The answer does not matter: the end of the process does.
    running.connection.sendRequest('infiniask/shutdown', {}).catch(() => undefined);
    await running.exited;
    clearTimeout(force);
  }

  #newToken(): string {
    return `ask-${this.#nextToken++}`;
  }

  /** Sends a request whose progress is told. */
  async #tell<M extends TellingMethod>(
    method: M,
    params: Params<M>,
    onProgress: (progress: EngineRequests[M]['progress']) => void,
    signal: AbortSignal,
    killOverdue = true,
  ): Promise<Result<M>> {
    const running = this.#start();
    const type = new ProgressType<EngineRequests[M]['progress']>();
    const progress = running.connection.onProgress(type, params.progressToken, onProgress);
    try {
      return await this.#cancellable(running, method, params, signal, killOverdue);
    } finally {
      progress.dispose();
    }
  }

  /**
   * Sends a request that is cancelled when `signal` is aborted.
   * @param killOverdue whether an engine that does not obey is ended, and all its requests with it
   */
  async #cancellable<M extends EngineMethod>(
    running: Running,
    method: M,
    params: Params<M>,
    signal: AbortSignal | undefined,
    killOverdue: boolean,
  ): Promise<Result<M>> {
    const cancellation = new CancellationTokenSource();
    let overdue: NodeJS.Timeout | undefined;
    const cancel = () => {
      cancellation.cancel();
      if (!killOverdue) return;
      // An engine that does not obey would keep the request running for ever.
      overdue = setTimeout(() => running.child.kill('SIGKILL'), this.#options.cancelGraceMs ?? 15_000);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const response = this.#request(running, method, params, cancellation.token);
      // Only a cancellation that follows its request is sent at all.
      if (signal?.aborted) cancel();
      return await response;
    } finally {
      clearTimeout(overdue);
      signal?.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  #start(): Running {
    if (this.#disposed) throw new EngineError('engineStopped', message('engineShutDown'));
    this.#running ??= this.#spawn();
    return this.#running;
  }

  #spawn(): Running {
    const log = this.#options.log ?? (() => undefined);
    const child = fork(this.#options.enginePath, [], {
      execArgv: [],
      // In the editor's extension host `process.execPath` is Electron, which this variable turns into plain Node.
      env: { ...process.env, ...this.#options.environment?.(), ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const lastLines: string[] = [];
    const onLine = (line: string) => {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      log(line);
    };
    forwardLines(child.stdout, log);
    forwardLines(child.stderr, onLine);

    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(([error]) => log(`connection: ${error.message}`));
    if (this.#options.write) answerWriteRequests(connection, this.#options.write);

    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      // `close` comes after the last line of the standard error, which explains the end.
      child.once('close', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`));
    });
    const exited = ended.then((how) => {
      if (this.#running === running) this.#running = undefined;
      connection.dispose();
      log(`engine ended: ${how}`);
    });
    const stopped = ended.then((how): never => {
      const said = lastLines.find((line) => /error/i.test(line)) ?? lastLines.at(-1);
      const why = said ? `${how}: ${said.trim()}` : how;
      throw new EngineError('engineStopped', message('engineStopped', why));
    });
    stopped.catch(() => undefined);
    const running: Running = { child, connection, stopped, exited };
    // Without its channel the process is of no use, even if it still runs.
    child.once('disconnect', () => setTimeout(() => child.kill('SIGKILL'), 500).unref());

    connection.listen();
    log(`engine started: process ${child.pid ?? 'unknown'}`);
    // Served before any request that is sent later. Of a process that ends at once the later request tells.
    for (const params of this.#replaced.values()) {
      this.#request(running, 'infiniask/replace', params).catch(() => undefined);
    }
    return running;
  }

  /** Sends one request and turns every failure into an `EngineError`. */
  async #request<M extends EngineMethod>(
    running: Running,
    method: M,
    params: Params<M>,
    token: CancellationToken = CancellationToken.None,
  ): Promise<Result<M>> {
    if (this.#requests++ === 0) this.#options.onBusy?.(true);
    try {
      const response = running.connection.sendRequest<Result<M>>(method, params, token);
      // When the process ends first, this promise is rejected too and nobody else listens to it.
      response.catch(() => undefined);
      return await Promise.race([response, running.stopped]);
    } catch (error) {
      if (error instanceof EngineError) throw error;
      if (error instanceof ResponseError && isFailure(error.data)) {
        const { id, told, skipped } = error.data;
        throw new EngineError(id, told, skipped);
      }
      // A channel that broke is seen by the writer before the end of the process is reported.
      if (!running.child.connected) return await running.stopped;
      throw new EngineError('internal', error instanceof Error ? error.message : String(error));
    } finally {
      if (--this.#requests === 0) this.#options.onBusy?.(false);
    }
  }
}

function answerWriteRequests(connection: MessageConnection, write: WriteWithEditor): void {
  type Write = CallerRequests['infiniask/write'];
  const request = new RequestType<Write['params'], Write['result'], void>('infiniask/write');
  const progress = new ProgressType<Write['progress']>();
  connection.onRequest(request, async ({ progressToken, ...prompt }, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    if (token.isCancellationRequested) cancel.abort();
    const onText = (text: string) => void connection.sendProgress(progress, progressToken, text);
    try {
      return await write(prompt, onText, cancel.signal);
    } catch (error) {
      throw new ResponseError<void>(WRITING_FAILED, error instanceof Error ? error.message : String(error));
    }
  });
}

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine);
}

function isFailure(data: unknown): data is Failure {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string';
}
