import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../segments.ts';
import { readablePieces } from './index.ts';
import { notebookPieces } from './notebook.ts';

const notebook = {
  cells: [
    {
      cell_type: 'markdown',
      metadata: {},
      source: ['# Tides\n', 'High water comes late. It is \\(h\\) high.'],
    },
    {
      cell_type: 'code',
      execution_count: 2,
      metadata: { id: 'm' },
      outputs: [
        { name: 'stdout', output_type: 'stream', text: ['depth 4.2\n', 'x '.repeat(450), 'far too much\n'] },
        {
          output_type: 'display_data',
          data: { 'image/png': 'iVBORw0K'.repeat(500), 'text/plain': ['<Figure>'] },
        },
        { output_type: 'display_data', data: { 'text/html': ['<table>'] } },
      ],
      source: ['if deep("x"):\n', '    warn()'],
    },
    { cell_type: 'code', source: 'a = 1\nb = 2' },
  ],
  metadata: { kernelspec: { name: 'python3' } },
  nbformat: 4,
};

describe('notebookPieces', () => {
  it('reads cells and the beginning of what they printed, on the lines of the file', () => {
    const source = JSON.stringify(notebook, undefined, 1);
    const lines = source.split('\n');
    const lineOf = (part: string): number => lines.findIndex((line) => line.includes(part)) + 1;
    const found = segmentsOf(notebookPieces(source)!).map(({ text, startLine, endLine }) => {
      expect(endLine).toBe(startLine);
      return [startLine, text.replaceAll('\n', '')];
    });
    expect(found.map(([line, text]) => [line, String(text).slice(0, 40).trimEnd()])).toEqual([
      [lineOf('# Tides'), '# Tides'],
      [lineOf('High water'), 'High water comes late.'],
      [lineOf('High water'), 'It is \\(h\\) high.'],
      [lineOf('depth'), 'depth 4.2'],
      [lineOf('x x'), 'x '.repeat(20).trimEnd()],
      [lineOf('<Figure'), '<Figure>'],
      [lineOf('deep'), 'if deep("x"):'],
      [lineOf('warn'), '    warn()'],
      [lineOf('a = 1'), 'a = 1'],
      [lineOf('a = 1'), 'b = 2'],
    ]);
  });

  it('knows what is none, which is then read by its lines', () => {
    expect(notebookPieces('{"cells": [{"source": "a"}]')).toBeUndefined();
    expect(notebookPieces('{"other": ["cells"]}')).toBeUndefined();
    expect(notebookPieces('['.repeat(100_000))).toBeUndefined();
    expect(readablePieces('{\n broken\n', 'a.ipynb', 'code')?.pieces).toEqual(['{\n', ' broken\n']);
  });
});
