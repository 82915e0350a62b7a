import { describe, expect, it } from 'vitest';
import { SpanMap } from '../corpus/index.ts';
import type { CorpusFile } from '../corpus/index.ts';
import type { Retained } from '../retrieval/index.ts';
import { toEvidence } from './evidence.ts';

interface Line {
  readonly file: number;
  readonly text: string;
  readonly from: number;
  readonly to?: number;
}

const files = ['a.ts', 'b.md'].map((path): CorpusFile => ({
  root: 0,
  path,
  absolutePath: `/${path}`,
  sizeBytes: 1,
  format: 'code',
}));

/** Segments of ten tokens each, and a way to keep some of them. */
function stream(lines: readonly Line[]): {
  spans: SpanMap;
  keep: (index: number, score: number) => Retained;
} {
  const spans = new SpanMap();
  lines.forEach(({ file, from, to }, i) => spans.append(file, i * 10, 10, from, to ?? from));
  return {
    spans,
    keep: (index, score) => ({
      segment: { ids: new Int32Array(10), startToken: index * 10, ...lines[index]! },
      attention: score,
      terms: undefined,
      score,
      order: index,
    }),
  };
}

const code = stream([
  { file: 0, text: 'one\n', from: 1 },
  { file: 0, text: 'two\n', from: 2 },
  { file: 0, text: 'three\n', from: 3 },
  { file: 0, text: 'four\n', from: 4 },
  { file: 1, text: 'First. ', from: 1 },
  { file: 1, text: 'Second. ', from: 1 },
  { file: 1, text: 'Third\nand on.\n', from: 1, to: 2 },
]);

describe('toEvidence', () => {
  it('joins neighbouring lines, keeps the best score, and goes by score', () => {
    const kept = [code.keep(3, 0.4), code.keep(0, 0.2), code.keep(1, 0.3)];
    expect(toEvidence(kept, code.spans, files)).toEqual([
      { root: 0, path: 'a.ts', startLine: 4, endLine: 4, score: 0.4, text: 'four' },
      { root: 0, path: 'a.ts', startLine: 1, endLine: 2, score: 0.3, text: 'one\ntwo' },
    ]);
  });

  it('does not let a weak line blur a strong neighbour', () => {
    const evidence = toEvidence([code.keep(1, 0.4), code.keep(2, 0.1)], code.spans, files);
    expect(evidence.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [2, 2],
      [3, 3],
    ]);
  });

  it('never joins across files', () => {
    const evidence = toEvidence([code.keep(3, 0.4), code.keep(4, 0.3)], code.spans, files);
    expect(evidence.map(({ path }) => path)).toEqual(['a.ts', 'b.md']);
  });

  it('joins sentences of one line, and shows that others between them were left out', () => {
    const evidence = toEvidence([code.keep(4, 0.2), code.keep(6, 0.1)], code.spans, files);
    expect(evidence).toEqual([
      { root: 0, path: 'b.md', startLine: 1, endLine: 2, score: 0.2, text: 'First. … Third\nand on.' },
    ]);
  });

  it('shows a segment once of which two pieces were kept', () => {
    const piece = code.keep(1, 0.2);
    const second = { ...piece, segment: { ...piece.segment, startToken: 15 } };
    expect(toEvidence([piece, second], code.spans, files)).toHaveLength(1);
    expect(toEvidence([piece, second], code.spans, files)[0]!.text).toBe('two');
  });

  it('is empty when nothing was kept', () => {
    expect(toEvidence([], code.spans, files)).toEqual([]);
  });
});
