import { describe, expect, it } from 'vitest';
import type { Reason } from '../contract/index.ts';
import type { CorpusFile, Format } from '../corpus/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import { toEvidence as evidenceFrom } from './evidence.ts';
import type { SegmentAt } from './signature.ts';
import { placesIn } from './places.ts';

interface Line {
  readonly file: number;
  readonly text: string;
  readonly from: number;
  readonly to?: number;
}

const file = (path: string, format: Format): CorpusFile => ({
  root: 0,
  path,
  absolutePath: `/${path}`,
  sizeBytes: 1,
  format,
});
const files = [file('a.ts', 'code'), file('b.md', 'prose')];

const toEvidence = (retained: readonly Retained[], from: readonly CorpusFile[], segmentAt: SegmentAt) =>
  evidenceFrom(retained, { files: from, segmentAt, placeOf: placesIn(new Map()), question: 'Which one?' });

/** Segments of ten tokens each, with functions to find and to keep them. */
function stream(lines: readonly Line[]): {
  at: SegmentAt;
  keep: (index: number, score: number) => Retained;
} {
  const segments = lines.map(({ file, text, from, to }, position): TextSegment => ({
    file,
    text,
    position,
    startLine: from,
    endLine: to ?? from,
  }));
  return {
    at: (position) => segments[position],
    keep: (index, score) => ({
      segment: segments[index]!,
      tokens: 10,
      attention: score,
      keywords: 0,
      score,
      shares: { attention: score / 2, keywords: score / 4 },
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
  it('shows what lines belong to, keeps the best score, and goes by score', () => {
    const kept = [code.keep(4, 0.4), code.keep(0, 0.2), code.keep(1, 0.3)];
    expect(toEvidence(kept, files, code.at)).toMatchObject([
      { root: 0, path: 'b.md', startLine: 1, endLine: 2, score: 0.4 },
      { root: 0, path: 'a.ts', startLine: 1, endLine: 4, score: 0.3, text: 'one\ntwo\nthree\nfour' },
    ]);
  });

  it('marks a strong line instead of parting it from its weak neighbour', () => {
    const evidence = toEvidence([code.keep(1, 0.4), code.keep(2, 0.1)], files, code.at);
    expect(evidence).toMatchObject([{ startLine: 1, endLine: 4, bestLine: 2, lineScores: [0, 0.4, 0.1, 0] }]);
  });

  it('leaves out what nothing sets apart, unless there is nothing else', () => {
    const evidence = toEvidence([code.keep(4, 0.4), code.keep(0, 0)], files, code.at);
    expect(evidence).toMatchObject([{ path: 'b.md', score: 0.4 }]);
    expect(toEvidence([code.keep(0, 0)], files, code.at)).toMatchObject([{ path: 'a.ts', score: 0 }]);
  });

  it('has the reasons of its best line', () => {
    const reasonsAt = (position: number): Reason[] =>
      position === 1 ? [{ rule: 'definition', factor: 2.5 }] : [];
    const source = {
      files,
      segmentAt: code.at,
      placeOf: placesIn(new Map()),
      question: 'Which one?',
      reasonsAt,
    };
    const [defined, other] = evidenceFrom([code.keep(0, 0.2), code.keep(1, 0.4), code.keep(4, 0.1)], source);
    expect(defined!.reasons).toEqual([{ rule: 'definition', factor: 2.5 }]);
    expect(other).not.toHaveProperty('reasons');
  });

  it('never joins across files', () => {
    const evidence = toEvidence([code.keep(3, 0.4), code.keep(4, 0.3)], files, code.at);
    expect(evidence.map(({ path }) => path)).toEqual(['a.ts', 'b.md']);
  });

  it('joins sentences of one line, and shows the whole of it', () => {
    const evidence = toEvidence([code.keep(4, 0.2), code.keep(6, 0.1)], files, code.at);
    expect(evidence).toMatchObject([
      { root: 0, path: 'b.md', startLine: 1, endLine: 2, score: 0.2, text: 'First. Second. Third\nand on.' },
    ]);
    expect(evidence[0]).not.toHaveProperty('cuts');
  });

  it('shows the whole of a segment, once, of which pieces were kept', () => {
    const piece = (score: number): Retained => {
      const whole = code.keep(1, score);
      return { ...whole, segment: { ...whole.segment, text: 'piece' } };
    };
    expect(toEvidence([piece(0.3), piece(0.2)], files, code.at)).toMatchObject([
      { root: 0, path: 'a.ts', score: 0.3, text: 'one\ntwo\nthree\nfour', lineScores: [0, 0.3, 0, 0] },
    ]);
  });

  it('cuts blank lines around a span, nothing within its lines', () => {
    const { at, keep } = stream([
      { file: 0, text: '\n\n  one\n', from: 3 },
      { file: 0, text: '  two  \n\n \n', from: 4 },
    ]);
    expect(toEvidence([keep(0, 0.2), keep(1, 0.2)], files, at)[0]!.text).toBe('  one\n  two  ');
  });

  it('leaves out what has no word, unless it joins others or is all there is', () => {
    const brackets = stream([
      { file: 0, text: 'open({\n', from: 1 },
      { file: 0, text: '});\n', from: 2 },
      { file: 0, text: 'close();\n', from: 3 },
      { file: 0, text: 'over();\n', from: 4 },
      { file: 1, text: '},\n\n', from: 1 },
      { file: 1, text: '二. \n\n', from: 3 },
      { file: 1, text: '---\n', from: 12 },
    ]);
    const texts = (...kept: Retained[]) => toEvidence(kept, files, brackets.at).map(({ text }) => text);
    const joined = [0, 1, 2].map((i) => brackets.keep(i, 0.5));
    expect(texts(...joined, brackets.keep(4, 0.9), brackets.keep(6, 0.8))).toEqual([
      'open({\n});\nclose();\nover();',
    ]);
    expect(texts(brackets.keep(4, 0.9), brackets.keep(5, 0.1))).toEqual(['二. ']);
    expect(texts(brackets.keep(4, 0.9))).toEqual(['},']);
  });

  it('is empty when nothing was kept', () => {
    expect(toEvidence([], files, code.at)).toEqual([]);
  });
});

describe('the scores of lines', () => {
  const scores = (retained: readonly Retained[], from = code) =>
    toEvidence(retained, files, from.at).map((span) => {
      const { startLine, endLine, text, lineScores } = span;
      expect(text.split('\n')).toHaveLength(endLine - startLine + 1);
      expect(lineScores).toHaveLength(endLine - startLine + 1);
      return lineScores!;
    });

  it('are comparable across pieces', () => {
    expect(scores([code.keep(0, 0.8), code.keep(1, 0.6), code.keep(4, 0.2)])).toEqual([
      [0.8, 0.6, 0, 0],
      [0.2, 0],
    ]);
    expect(scores([code.keep(3, 0.5)])).toEqual([[0, 0, 0, 0.5]]);
  });

  it('are those of the better of two sentences on the line that they share', () => {
    expect(scores([code.keep(4, 0.2), code.keep(5, 0.4), code.keep(6, 0.3)])).toEqual([[0.4, 0.3]]);
    // A sentence in between was not kept.
    expect(scores([code.keep(4, 0.4), code.keep(6, 0.3)])).toEqual([[0.4, 0.3]]);
    expect(scores([code.keep(4, 0.1), code.keep(6, 0.4)])).toEqual([[0.4, 0.4]]);
  });

  it('fit the lines that are shown: blank ones around a span are cut, those within it are cold', () => {
    const { at, keep } = stream([
      { file: 0, text: '\n\n  one\n', from: 3 },
      { file: 0, text: '\n \n  two  \n\n \n', from: 6 },
    ]);
    expect(toEvidence([keep(0, 0.2), keep(1, 0.1)], files, at)[0]!.text).toBe('  one\n\n \n  two  ');
    expect(scores([keep(0, 0.2), keep(1, 0.1)], { at, keep })).toEqual([[0.2, 0, 0, 0.1]]);
  });

  it('are 0 everywhere where no line drew anything', () => {
    expect(scores([code.keep(0, 0)])).toEqual([[0, 0, 0, 0]]);
  });
});

describe('the parts of a score', () => {
  it('are those of the best line of the span', () => {
    const [span] = toEvidence([code.keep(0, 0.4), code.keep(1, 0.8), code.keep(2, 0.6)], files, code.at);
    expect(span).toMatchObject({ score: 0.8, parts: { attention: 0.4, keywords: 0.2 } });
  });
});

describe('the signature of evidence', () => {
  const lines = [
    { text: 'function load(path) {\n', from: 1 },
    { text: '  const text = read(path);\n', from: 2 },
    { text: '  return parse(text);\n', from: 3 },
    // Too long to be shown whole.
    ...Array.from({ length: 50 }, (_, i) => ({ text: `  step${i}();\n`, from: 5 + i })),
    { text: '}\n', from: 55 },
  ];
  const of = (file: number) => stream(lines.map((line) => ({ ...line, file })));

  it('is the line that opens the function, for the first line of a span', () => {
    const { at, keep } = of(0);
    const [piece] = toEvidence([keep(30, 0.2)], files, at);
    expect(piece).toMatchObject({ path: 'a.ts', signature: { line: 1, text: 'function load(path) {' } });
    expect(piece!.startLine).toBeGreaterThan(1);
  });

  it('is the heading of a section', () => {
    const paragraphs = Array.from({ length: 9 }, (_, i) => ({
      file: 1,
      text: `Paragraph ${i} of the section. `.repeat(9).concat('\n\n'),
      from: 3 + 2 * i,
    }));
    const { at, keep } = stream([{ file: 1, text: '## Loans\n\n', from: 1 }, ...paragraphs]);
    expect(toEvidence([keep(5, 0.2)], files, at)).toMatchObject([
      { startLine: 11, endLine: 11, signature: { line: 1, text: '## Loans' } },
    ]);
  });

  it('is left out where it is one of the lines, and where prose has no heading', () => {
    const inCode = of(0);
    const [whole] = toEvidence([inCode.keep(0, 0.2), inCode.keep(1, 0.2)], files, inCode.at);
    expect(whole).toMatchObject({ startLine: 1 });
    expect(whole).not.toHaveProperty('signature');
    const inProse = of(1);
    expect(toEvidence([inProse.keep(2, 0.2)], files, inProse.at)[0]).not.toHaveProperty('signature');
  });
});
