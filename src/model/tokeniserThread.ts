/** The program of the thread that `BackgroundTokeniser` starts. A model that cannot be opened ends it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Encoded, ToEncode } from './backgroundTokeniser.ts';
import { packLists } from './tokenLists.ts';
import { Tokeniser } from './tokeniser.ts';

async function serve(folder: string): Promise<void> {
  const port = parentPort!;
  const tokeniser = await Tokeniser.open(folder);
  port.on('message', ({ id, texts }: ToEncode) => {
    const packed = packLists(texts.map((text) => tokeniser.encode(text)));
    port.postMessage({ id, packed } satisfies Encoded, [packed.buffer]);
  });
  port.postMessage('ready');
}

void serve(workerData as string);
