import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { ResponseError } from 'vscode-jsonrpc/node';
import type { Engine } from './engine.ts';
import { toFailure } from './failure.ts';
import { PauseGate } from './pauseGate.ts';
import {
  AnswerRequest,
  ASK_FAILED,
  AskProgressType,
  AskRequest,
  ClearMemoryRequest,
  DescribeRequest,
  PauseRequest,
  ShutdownRequest,
  SurveyRequest,
  WarmProgressType,
  WarmRequest,
  WhyRequest,
} from './protocol.ts';
import type { AskErrorData, AskProgress, WarmProgress } from './protocol.ts';

/** What of an engine is served. */
export type ServedEngine = Pick<
  Engine,
  'ask' | 'answer' | 'clearMemory' | 'describe' | 'survey' | 'warm' | 'why'
>;

/** Answers the protocol's requests with an engine. `end` is called after a shutdown request has been answered. */
export function serve(connection: MessageConnection, engine: ServedEngine, end: () => void): void {
  /** Of the questions that run, by progress token. */
  const gates = new Map<string, PauseGate>();
  const progressTo =
    (token: string) =>
    (progress: AskProgress): void =>
      void connection.sendProgress(AskProgressType, token, progress);

  connection.onRequest(AskRequest, async ({ progressToken, ...question }, token) => {
    const gate = new PauseGate();
    gates.set(progressToken, gate);
    try {
      return await orResponse(engine.ask(question, progressTo(progressToken), signalOf(token), gate));
    } finally {
      gates.delete(progressToken);
    }
  });
  connection.onRequest(PauseRequest, ({ progressToken, paused }) => {
    const gate = gates.get(progressToken);
    gate?.setPaused(paused);
    return gate !== undefined;
  });
  connection.onRequest(AnswerRequest, ({ progressToken, ...params }, token) =>
    orResponse(engine.answer(params, progressTo(progressToken), signalOf(token))),
  );
  connection.onRequest(WarmRequest, ({ progressToken, ...params }, token) => {
    const tell = (progress: WarmProgress): void =>
      void connection.sendProgress(WarmProgressType, progressToken, progress);
    return orResponse(engine.warm(params, tell, signalOf(token)));
  });
  connection.onRequest(SurveyRequest, (params, token) => orResponse(engine.survey(params, signalOf(token))));
  connection.onRequest(WhyRequest, (params) => orResponse(engine.why(params)));
  connection.onRequest(DescribeRequest, () => orResponse(engine.describe()));
  connection.onRequest(ClearMemoryRequest, () => orResponse(engine.clearMemory()));
  connection.onRequest(ShutdownRequest, () => {
    setImmediate(end);
    return null;
  });
}

/** Aborts when the request is cancelled. */
function signalOf(token: CancellationToken): AbortSignal {
  const cancel = new AbortController();
  token.onCancellationRequested(() => cancel.abort());
  if (token.isCancellationRequested) cancel.abort();
  return cancel.signal;
}

/** A failure as the error response that the protocol declares. */
async function orResponse<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const { id, message, skipped } = toFailure(error);
    const data: AskErrorData = skipped.length > 0 ? { id, skipped } : { id };
    throw new ResponseError(ASK_FAILED, message, data);
  }
}
