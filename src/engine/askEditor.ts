import { CancellationTokenSource, ErrorCodes, ProgressType, ResponseError } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { CallerRequests } from '../contract/index.ts';
import { toldOf } from '../messages/index.ts';
import { noEditor, WriterError } from '../writers/index.ts';
import type { AskEditor } from '../writers/index.ts';

type Write = CallerRequests['infiniask/write'];

/** Asks the editor's language model through the other end of the connection. */
export function askEditorOver(connection: MessageConnection): AskEditor {
  let asked = 0;
  return async (prompt, onText, signal) => {
    const progressToken = `write-${++asked}`;
    const progress = connection.onProgress(new ProgressType<Write['progress']>(), progressToken, onText);
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const params: Write['params'] = { ...prompt, progressToken };
      const answered = connection.sendRequest<Write['result']>('infiniask/write', params, cancellation.token);
      // Only a cancellation that follows its request is sent.
      if (signal.aborted) cancel();
      return await answered;
    } catch (error) {
      throw toWriterError(error);
    } finally {
      signal.removeEventListener('abort', cancel);
      progress.dispose();
      cancellation.dispose();
    }
  };
}

function toWriterError(error: unknown): WriterError {
  if (error instanceof ResponseError && error.code === (ErrorCodes.MethodNotFound as number))
    return noEditor();
  return new WriterError(toldOf(error), { cause: error });
}
