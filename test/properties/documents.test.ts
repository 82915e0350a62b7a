/**
 * Documents that are damaged in all ways: none of them ends the thread that takes their text out, or holds it up. Each is read
 * or refused.
 */
import { unzipSync, zipSync } from 'fflate';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DocumentKindId, DocumentText, Refusal } from '../../src/corpus/index.ts';
import { sampleDocuments } from '../../src/corpus/documents/formats/documents.fixture.ts';
import { SEED } from './setting.ts';

const KINDS = Object.keys(sampleDocuments) as DocumentKindId[];
/** Damaged documents of each kind. */
const COUNT = 300;
/** A document of a few kilobytes that is not done by then hangs. */
const HANGS_MS = 60_000;

type Taken = DocumentText | Refusal;

let worker: Worker;
let end: (error: Error) => void = () => undefined;
beforeAll(() => {
  worker = new Worker(join(import.meta.dirname, '../../dist/extractor.cjs'), { stdout: true, stderr: true });
  worker.on('error', (error) => end(error));
  worker.on('exit', (code) => end(new Error(`ended with ${code}`)));
});
afterAll(() => worker.terminate());

function extract(kind: DocumentKindId, bytes: Uint8Array): Promise<Taken> {
  return new Promise<Taken>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('hangs')), HANGS_MS);
    end = reject;
    worker.once('message', (taken: Taken) => {
      clearTimeout(timer);
      resolve(taken);
    });
    worker.postMessage({ kind, bytes });
  });
}

/** Numbers from 0 to below `n`, the same for a seed. */
function randomOf(seed: number): (n: number) => number {
  let state = seed >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

function damaged(bytes: Uint8Array, random: (n: number) => number): Uint8Array {
  const [from, to] = [random(bytes.length), random(bytes.length)].sort((a, b) => a - b) as [number, number];
  switch (random(5)) {
    case 0:
      return bytes.slice(0, to);
    case 1: {
      const flipped = Uint8Array.from(bytes);
      for (let i = 0; i <= random(20); i++) flipped[random(flipped.length)]! ^= 1 << random(8);
      return flipped;
    }
    case 2:
      return Uint8Array.from([...bytes.slice(0, from), ...bytes.slice(to)]);
    case 3:
      return Uint8Array.from([...bytes.slice(0, to), ...bytes.slice(from)]);
    default: {
      const noise = Uint8Array.from(bytes);
      for (let i = from; i < Math.min(to, from + 64); i++) noise[i] = random(256);
      return noise;
    }
  }
}

/** Damages what a zip file has inside, since a damaged zip file is seldom opened at all. */
function damagedInside(bytes: Uint8Array, random: (n: number) => number): Uint8Array {
  const entries = Object.entries(unzipSync(bytes));
  const victim = random(entries.length);
  return zipSync(
    Object.fromEntries(entries.map(([path, part], i) => [path, i === victim ? damaged(part, random) : part])),
  );
}

it.each(KINDS)('%s', async (kind) => {
  const random = randomOf(SEED + KINDS.indexOf(kind));
  const sample = sampleDocuments[kind];
  const isZip = sample[0] === 0x50 && sample[1] === 0x4b;
  let read = 0;
  for (let i = 0; i < COUNT; i++) {
    const bytes = isZip && i % 4 > 0 ? damagedInside(sample, random) : damaged(sample, random);
    const taken = await extract(kind, bytes);
    if (typeof taken === 'string')
      expect(['damaged', 'empty', 'encrypted', 'scanned', 'tooComplex']).toContain(taken);
    else {
      read++;
      const lines = taken.text.split('\n').length;
      for (const { line } of taken.starts) expect(line).toBeLessThanOrEqual(lines);
    }
  }
  // Else the damage is so great that nothing is tested.
  expect(read).toBeGreaterThan(COUNT / 50);
});

it('a document under the name of another kind', async () => {
  for (const kind of KINDS) {
    for (const other of KINDS) {
      const taken = await extract(kind, sampleDocuments[other]);
      expect(kind !== other || typeof taken !== 'string').toBe(true);
    }
  }
});

it('the thread still takes documents', async () => {
  for (const kind of KINDS) expect(await extract(kind, sampleDocuments[kind])).toHaveProperty('text');
});
