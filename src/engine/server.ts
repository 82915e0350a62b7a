import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { ResponseError } from 'vscode-jsonrpc/node';
import type { Engine } from './engine.ts';
import { toFailure } from './failure.ts';
import {
  ASK_FAILED,
  AskProgressType,
  AskRequest,
  ClearMemoryRequest,
  DescribeRequest,
  ShutdownRequest,
  WarmProgressType,
  WarmRequest,
} from './protocol.ts';
import type { AskErrorData } from './protocol.ts';

/** Answers the protocol's requests with an engine. `end` is called after a shutdown request has been answered. */
export function serve(connection: MessageConnection, engine: Engine, end: () => void): void {
  connection.onRequest(AskRequest, async ({ progressToken, ...question }, token) => {
    try {
      return await engine.ask(
        question,
        (progress) => void connection.sendProgress(AskProgressType, progressToken, progress),
        signalOf(token),
      );
    } catch (error) {
      throw toResponse(error);
    }
  });

  connection.onRequest(WarmRequest, async ({ progressToken, ...params }, token) => {
    try {
      return await engine.warm(
        params,
        (progress) => void connection.sendProgress(WarmProgressType, progressToken, progress),
        signalOf(token),
      );
    } catch (error) {
      throw toResponse(error);
    }
  });

  connection.onRequest(DescribeRequest, async () => {
    try {
      return await engine.describe();
    } catch (error) {
      throw toResponse(error);
    }
  });

  connection.onRequest(ClearMemoryRequest, async () => {
    try {
      return await engine.clearMemory();
    } catch (error) {
      throw toResponse(error);
    }
  });

  connection.onRequest(ShutdownRequest, () => {
    setImmediate(end);
    return null;
  });
}

function signalOf(token: CancellationToken): AbortSignal {
  const cancel = new AbortController();
  token.onCancellationRequested(() => cancel.abort());
  if (token.isCancellationRequested) cancel.abort();
  return cancel.signal;
}

function toResponse(error: unknown): ResponseError<AskErrorData> {
  const { id, message, skipped } = toFailure(error);
  return new ResponseError(ASK_FAILED, message, skipped.length > 0 ? { id, skipped } : { id });
}
