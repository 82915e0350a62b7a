/** Program of the thread that `BackgroundTokeniser` starts. The thread ends if the model cannot be opened. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Encoded, ThreadData, ToEncode } from './backgroundTokeniser.ts';
import { packLists } from './tokenLists.ts';
import { Tokeniser } from './tokeniser.ts';

async function serve({ folder, shared }: ThreadData): Promise<void> {
  const port = parentPort!;
  const tokeniser = await Tokeniser.open(folder, shared);
  port.on('message', ({ id, texts }: ToEncode) => {
    const packed = encoded(tokeniser, texts);
    if (packed) port.postMessage({ id, packed } satisfies Encoded, [packed.buffer]);
    else port.postMessage({ id } satisfies Encoded);
  });
  port.postMessage('ready');
}

/**
 * Undefined when a text cannot be encoded: the caller then gets the error by encoding it itself, and the thread goes
 * on.
 */
function encoded(tokeniser: Tokeniser, texts: readonly string[]): Int32Array<ArrayBuffer> | undefined {
  try {
    return packLists(texts.map((text) => tokeniser.encode(text)));
  } catch {
    return undefined;
  }
}

void serve(workerData as ThreadData);
