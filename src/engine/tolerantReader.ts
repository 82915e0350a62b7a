import type { DataCallback, Disposable, Message } from 'vscode-jsonrpc/node';
import { IPCMessageReader } from 'vscode-jsonrpc/node';

/**
 * Reads what the parent process sends. A message at which the connection itself fails, such as a cancellation of nothing,
 * is an error of the connection; unguarded it would end this process and every question in it.
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
