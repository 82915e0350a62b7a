import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { ProgressType, RequestType, ResponseError } from 'vscode-jsonrpc/node';
import type { AskProgress, Failure, EngineMethod, EngineRequests } from '../contract/index.ts';
import { Run } from '../retrieval/index.ts';
import type { Engine } from './engine.ts';
import { toFailure } from './failure.ts';
import type { ModelRequests } from './modelRequests.ts';

/** The part of an engine that is served. */
export type ServedEngine = Pick<
  Engine,
  'ask' | 'answer' | 'clearMemory' | 'describe' | 'document' | 'survey' | 'readAhead' | 'replace' | 'why'
> & { readonly models: Pick<ModelRequests, 'list' | 'get' | 'prepare'> };

type Progress = EngineRequests[EngineMethod]['progress'];

/** An answer for each request. */
type Answers = {
  readonly [M in EngineMethod]: (
    params: EngineRequests[M]['params'],
    signal: AbortSignal,
  ) => Promise<EngineRequests[M]['result']> | EngineRequests[M]['result'];
};
type AnyAnswer = (params: never, signal: AbortSignal) => unknown;

/** JSON-RPC error code of every failure; `id` in the data tells which. */
const ASK_FAILED = 1;

/** Answers requests with an engine. Calls `end` after a shutdown request was answered. */
export function serve(connection: MessageConnection, engine: ServedEngine, end: () => void): void {
  /** Running questions, by progress token. */
  const runs = new Map<string, Run<AskProgress>>();
  const tell =
    (token: string) =>
    (progress: Progress): void =>
      void connection.sendProgress(new ProgressType<Progress>(), token, progress);

  const answers: Answers = {
    'infiniask/ask': async ({ progressToken, ...question }, signal) => {
      const run = new Run(tell(progressToken), signal);
      runs.set(progressToken, run);
      try {
        return await engine.ask(question, run);
      } finally {
        runs.delete(progressToken);
      }
    },
    'infiniask/pause': ({ progressToken, paused }) => {
      const run = runs.get(progressToken);
      run?.setPaused(paused);
      return run !== undefined;
    },
    'infiniask/answer': ({ progressToken, ...params }, signal) =>
      engine.answer(params, new Run(tell(progressToken), signal)),
    'infiniask/readAhead': ({ progressToken, ...params }, signal) =>
      engine.readAhead(params, new Run(tell(progressToken), signal)),
    'infiniask/survey': (params, signal) => engine.survey(params, signal),
    'infiniask/why': (params) => engine.why(params),
    'infiniask/document': (params) => engine.document(params),
    'infiniask/describe': () => engine.describe(),
    'infiniask/clearMemory': () => engine.clearMemory(),
    'infiniask/replace': async (params) => {
      await engine.replace(params);
      return null;
    },
    'infiniask/models': () => engine.models.list(),
    'infiniask/getModel': ({ progressToken, ...params }, signal) =>
      engine.models.get(params, tell(progressToken), signal),
    'infiniask/prepareModel': async (params, signal) => {
      await engine.models.prepare(params, signal);
      return null;
    },
    'infiniask/shutdown': () => {
      setImmediate(end);
      return null;
    },
  };
  for (const [method, handle] of Object.entries<AnyAnswer>(answers)) {
    const type = new RequestType<never, unknown, Failure>(method);
    connection.onRequest(type, (params, token) => orResponse(() => handle(params, signalOf(token))));
  }
}

/** Aborts when the request is cancelled. */
function signalOf(token: CancellationToken): AbortSignal {
  const cancel = new AbortController();
  token.onCancellationRequested(() => cancel.abort());
  if (token.isCancellationRequested) cancel.abort();
  return cancel.signal;
}

/** Turns a failure into the error response of the protocol. */
async function orResponse(answer: () => unknown): Promise<unknown> {
  try {
    return await answer();
  } catch (error) {
    const { id, told, message, skipped } = toFailure(error);
    const data: Failure = skipped.length > 0 ? { id, told, skipped } : { id, told };
    throw new ResponseError(ASK_FAILED, message, data);
  }
}
