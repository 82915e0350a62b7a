import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../segments.ts';
import { readablePieces } from './index.ts';
import { extractNotebook } from './notebook.ts';

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

describe('extractNotebook', () => {
  it('reads cells and the beginning of what they printed, on the lines of the file', () => {
    const source = JSON.stringify(notebook, undefined, 1);
    const lines = source.split('\n');
    const lineOf = (part: string): number => lines.findIndex((line) => line.includes(part)) + 1;
    const found = segmentsOf(extractNotebook(source)!.pieces).map(({ text, startLine, endLine }) => {
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

  it('tells which lines of the file are which lines of a cell', () => {
    const source = JSON.stringify(notebook, undefined, 1);
    const lineOf = (part: string): number => source.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(extractNotebook(source)!.starts).toEqual([
      { kind: 'cell', line: lineOf('# Tides'), cell: 1, cellLine: 1 },
      { kind: 'cell', line: lineOf('depth'), cell: 2, cellLine: undefined },
      { kind: 'cell', line: lineOf('if deep'), cell: 2, cellLine: 1 },
      { kind: 'cell', line: lineOf('a = 1'), cell: 3, cellLine: undefined },
    ]);
    expect(extractNotebook(JSON.stringify(notebook))!.starts).toEqual([]);
  });

  it('knows what is none, which is then read by its lines', () => {
    expect(extractNotebook('{"cells": [{"source": "a"}]')).toBeUndefined();
    expect(extractNotebook('{"other": ["cells"]}')).toBeUndefined();
    expect(extractNotebook('['.repeat(100_000))).toBeUndefined();
    expect(readablePieces('{\n broken\n', 'a.ipynb', 'code')?.pieces).toEqual(['{\n', ' broken\n']);
  });
});
