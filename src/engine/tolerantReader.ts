import type { DataCallback, Disposable, Message } from 'vscode-jsonrpc/node';
import { IPCMessageReader } from 'vscode-jsonrpc/node';

/**
 * Reads messages of the parent process. A message that makes the connection itself fail, such as a cancellation of
 * nothing, becomes an error of the connection; otherwise it would end this process and every question in it.
 */
export class TolerantReader extends IPCMessageReader {
  override listen(callback: DataCallback): Disposable {
    return super.listen((message: Message) => {
      try {
        callback(message);
      } catch (error) {
        this.fireError(error);
      }
    });
  }
}
