import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackgroundExtractor } from './background.ts';

/** A thread that does what the bytes of a document say. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
let documents = 0;
parentPort.on('message', ({ bytes }) => {
  documents++;
  const what = Buffer.from(bytes).toString();
  if (what === 'hang') for (;;);
  if (what === 'throw') throw new Error('broken');
  if (what === 'exit') process.exit(1);
  if (what === 'explode') for (const all = []; ; ) all.push('x'.repeat(1000) + all.length);
  if (what === 'swell') for (const all = []; ; ) all.push(new Uint8Array(1 << 24).fill(1));
  console.log('never seen');
  parentPort.postMessage({ text: what + ' ' + documents, starts: [] });
});
`;

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infiniask-extractor-'));
  program = join(folder, 'thread.cjs');
  await writeFile(program, PROGRAM);
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = (what: string): Uint8Array => new TextEncoder().encode(what);

describe('BackgroundExtractor', () => {
  it('takes documents one after the other on one thread', async () => {
    const extractor = new BackgroundExtractor(program);
    const all = await Promise.all(['a', 'b', 'c'].map((what) => extractor.text('pdf', bytes(what))));
    expect(all).toEqual(['a 1', 'b 2', 'c 3'].map((text) => ({ text, starts: [] })));
    await extractor.dispose();
  });

  it('loses one document alone, each for its reason, and goes on with the next', async () => {
    const extractor = new BackgroundExtractor(program, { timeMs: 1500, memoryMB: 32 });
    const documents = ['a', 'hang', 'b', 'throw', 'c', 'exit', 'd', 'explode', 'e'];
    const all = await Promise.all(documents.map((what) => extractor.text('pdf', bytes(what))));
    expect(all.map((taken) => (typeof taken === 'object' ? taken.text : taken))).toEqual([
      ...['a 1', 'tooSlow', 'b 1', 'damaged', 'c 1', 'damaged', 'd 1', 'tooComplex', 'e 1'],
    ]);
    await extractor.dispose();
  });

  it('ends what swells outside of the heap', async () => {
    const extractor = new BackgroundExtractor(program, { memoryMB: 256 });
    const [swell, after] = await Promise.all(
      ['swell', 'a'].map((what) => extractor.text('pdf', bytes(what))),
    );
    expect(swell).toBe('tooComplex');
    expect(after).toEqual({ text: 'a 1', starts: [] });
    await extractor.dispose();
  });

  it('is stopped in the middle of a document, and begins none of those behind it', async () => {
    const extractor = new BackgroundExtractor(program);
    const stop = new AbortController();
    const begun: string[] = [];
    const texts = ['hang', 'b'].map((what) =>
      extractor.text('pdf', bytes(what), stop.signal, () => {
        begun.push(what);
        setTimeout(() => stop.abort());
      }),
    );
    expect(await Promise.all(texts)).toEqual([undefined, undefined]);
    expect(begun).toEqual(['hang']);
    expect(await extractor.text('pdf', bytes('c'))).toEqual({ text: 'c 1', starts: [] });
    await extractor.dispose();
  });
});
