import { describe, expect, it } from 'vitest';
import { untranslated as t } from '../../messages/index.ts';
import { fileNodes, fileTexts, spanTexts } from './evidenceTree.ts';
import type { Span } from './spans.ts';
import { linesPlace } from '../../text/index.ts';

const span = (rank: number, file: string, startLine: number, ...lines: string[]): Span => ({
  id: rank,
  rank,
  score: 0.51234,
  file,
  startLine,
  endLine: startLine + lines.length - 1,
  place: linesPlace(startLine + 1, startLine + lines.length),
  lines,
  stale: false,
});

describe('fileNodes', () => {
  it('has files by their best span, and spans from top to bottom', () => {
    const nodes = fileNodes([span(1, '/b', 9, 'x'), span(2, '/a', 0, 'x'), span(3, '/b', 2, 'x')]);
    expect(nodes.map(({ file, spans }) => [file, spans.map(({ rank }) => rank)])).toEqual([
      ['/b', [3, 1]],
      ['/a', [2]],
    ]);
  });
});

describe('the texts', () => {
  it('of a file', () => {
    const [node] = fileNodes([span(1, '/w/src/a.ts', 0, 'x')]);
    const texts = { label: 'a.ts', description: 'src', tooltip: 'src/a.ts: 1 place' };
    expect(fileTexts(t, node!, 'src/a.ts')).toEqual(texts);
    expect(fileTexts(t, node!, 'a.ts').description).toBe('');
  });

  it('of a span: its first line with text', () => {
    expect(spanTexts(t, span(2, '/a', 4, '', '  const a = 1;', 'b'))).toEqual({
      label: 'const a = 1;',
      description: 'lines 5 to 7',
      tooltip: 'Evidence 2 · lines 5 to 7 · score 0.512',
    });
    expect(spanTexts(t, { ...span(1, '/a', 4, 'x'), stale: true }).description).toBe(
      'line 5 · changed since it was read',
    );
  });

  it('stay short and plain whatever a file contains', () => {
    const { label } = spanTexts(t, span(1, '/a', 0, `\u202e\u001b[2J${'x'.repeat(500)}`));
    expect(label).toHaveLength(120);
    expect(label.startsWith('\uFFFD\uFFFD[2Jx')).toBe(true);
  });
});
