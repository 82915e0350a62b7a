import { describe, expect, it } from 'vitest';
import { bm25, inverseDocumentFrequency } from './bm25.ts';
import { SignatureCounts } from './signatures.ts';

/** A line with this many occurrences of the only term, and this many terms in all. */
const line = (file: number, text: string, occurrences: number, length: number) =>
  [
    { file, text },
    { terms: occurrences > 0 ? [0] : [], frequencies: [occurrences], length },
  ] as const;

describe('SignatureCounts', () => {
  it('scores files by BM25 of the lines that define something, by the length of the whole file', () => {
    const counts = new SignatureCounts(1);
    for (const [segment, found] of [
      line(0, 'class Lock {\n', 1, 1),
      line(0, '  this.lock = lock;\n', 2, 3),
      line(1, 'function lock(lock) {\n', 2, 2),
      line(1, '  return door;\n', 0, 6),
      line(2, 'lock();\n', 1, 2),
    ]) {
      counts.add(segment, found);
    }
    // 14 terms in three files, two of which have the word in a signature.
    const rarity = inverseDocumentFrequency(3, 2);
    const first = bm25(1, (4 * 3) / 14, rarity);
    const second = bm25(2, (8 * 3) / 14, rarity);
    const most = Math.max(first, second);
    expect(counts.scores(new Map([[0, 1]]))).toEqual(
      new Map([
        [0, first / most],
        [1, second / most],
      ]),
    );
  });

  it('weighs the words of a question, and knows nothing of others', () => {
    const counts = new SignatureCounts(2);
    counts.add({ file: 0, text: 'class Lock {' }, { terms: [0], frequencies: [1], length: 1 });
    counts.add({ file: 1, text: 'class Door {' }, { terms: [1], frequencies: [1], length: 1 });
    const weighed = new Map([
      [0, 1],
      [1, 0.25],
    ]);
    expect(counts.scores(weighed)).toEqual(
      new Map([
        [0, 1],
        [1, 0.25],
      ]),
    );
    expect(counts.scores(new Map([[1, 1]]))).toEqual(new Map([[1, 1]]));
    expect(new SignatureCounts(1).scores(new Map([[0, 1]]))).toEqual(new Map());
  });
});
