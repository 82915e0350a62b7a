/** Program of the thread that `BackgroundExtractor` starts. */
import { parentPort } from 'node:worker_threads';
import type { Extracting, Taken } from './background.ts';
import { extractDocument } from './extract.ts';

const port = parentPort!;
port.on('message', ({ kind, bytes }: Extracting) => {
  void extractDocument(kind, bytes).then((taken) => port.postMessage(taken satisfies Taken));
});
