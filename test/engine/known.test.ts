/** The sample by which a survey judges how much is known, against the windows that a question reads. */
import { describe, expect, it } from 'vitest';
import { survey } from '../../src/corpus/index.ts';
import { knownShare } from '../../src/engine/known.ts';
import { namesOf, planReading } from '../../src/engine/reading.ts';
import { headersOf, windowsOf } from '../../src/retrieval/index.ts';
import { prose } from '../cli/planted.ts';
import { temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const never = new AbortController().signal;

/** Encodes a word as a token; remembers the windows in `kept`. */
function readerThatKeeps(kept: ReadonlySet<string>, asked: string[] = []): Parameters<typeof knownShare>[0] {
  const encode = (text: string): Int32Array =>
    Int32Array.from(text.match(/\w+/g) ?? [], (word) =>
      Array.from(word, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum * 31 + code, 7),
    );
  return {
    windowTokens: 384,
    header: encode,
    encode: (texts) => Promise.resolve(texts.map(encode)),
    isKept: (window) => {
      asked.push(window.join());
      return Promise.resolve(kept.has(window.join()));
    },
  };
}

/** The windows that a question about this folder reads, as they stand in the text. */
async function windowsIn(path: string): Promise<string[]> {
  const reader = readerThatKeeps(new Set());
  const found = await survey([path]);
  const { files, plan } = await planReading([], { roots: [{ path }] }, found, never);
  const headerOf = headersOf(reader, namesOf(files, []));
  const windows: string[] = [];
  for (const section of plan.sections) {
    for (const { ids } of await windowsOf(section, reader, headerOf)) windows.push(ids.join());
  }
  return windows;
}

async function shareOf(path: string, kept: readonly string[], asked?: string[]): Promise<number> {
  return knownShare(readerThatKeeps(new Set(kept), asked), (await survey([path])).files, [], {});
}

describe('the share that is known', () => {
  it('is exact for a small text', async () => {
    const path = temporary(Object.fromEntries(prose(20_000)));
    const windows = await windowsIn(path);
    const asked: string[] = [];
    expect(await shareOf(path, windows.slice(3), asked)).toBeCloseTo(1 - 3 / windows.length);
    expect(asked).toEqual(windows);
    expect(await shareOf(path, [])).toBe(0);
    expect(await shareOf(temporary(), [])).toBe(0);
  });

  it('is judged by windows of a large text that a question reads too', async () => {
    const path = temporary(Object.fromEntries(prose(800_000)));
    const windows = await windowsIn(path);
    const asked: string[] = [];
    // Nearly all: where a sample begins, windows may be cut elsewhere.
    expect(await shareOf(path, windows, asked)).toBeGreaterThan(0.95);
    expect(asked.length).toBeLessThan(windows.length / 4);
    const half = await shareOf(path, windows.slice(0, windows.length / 2));
    expect(half).toBeGreaterThan(0.35);
    expect(half).toBeLessThan(0.65);
    expect(await shareOf(path, [])).toBe(0);
  });
});
