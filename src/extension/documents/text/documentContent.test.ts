import { describe, expect, it } from 'vitest';
import type { DocumentResult } from '../../../contract/index.ts';
import { untranslated } from '../../../messages/index.ts';
import type { Span } from '../../evidence/spans.ts';
import { documentContent } from './documentContent.ts';
import { marksOf } from './marks.ts';

const content = (result: DocumentResult) => documentContent(untranslated, result);

describe('documentContent', () => {
  it('lists the headings of a document once each', () => {
    const at = (line: number, paragraph: number, ...headings: string[]) =>
      ({ kind: 'heading', line, headings, paragraph }) as const;
    const text = 'Before\n\n# One\n\na\n\n## Two\n\nb\nc\n';
    const starts = [
      at(1, 1),
      at(3, 0, 'One'),
      at(5, 1, 'One'),
      at(7, 0, 'One', 'Two'),
      at(9, 1, 'One', 'Two'),
    ];
    expect(content({ text, starts })).toEqual({
      kind: 'text',
      text,
      isMarkdown: false,
      sections: [
        { line: 3, title: 'One', note: '', level: 1 },
        { line: 7, title: 'Two', note: '', level: 2 },
      ],
    });
  });

  it('lists slides and their notes, messages and turns', () => {
    const slides = content({
      text: '# Pumps\n\nnote\n\n- first\n',
      starts: [
        { kind: 'slide', line: 1, slide: 1, title: 'Pumps', isNotes: false },
        { kind: 'slide', line: 3, slide: 1, title: 'Pumps', isNotes: true },
        { kind: 'slide', line: 5, slide: 2, title: '', isNotes: false },
      ],
    });
    expect(slides).toMatchObject({
      sections: [
        { title: 'Pumps', note: 'slide 1', level: 1 },
        { title: 'Pumps', note: 'notes of slide 1', level: 2 },
        { title: '- first', note: 'slide 2', level: 1 },
      ],
    });
    const turns = content({
      text: 'Ann: How deep?\n\nBob: 9 m.\n',
      starts: [
        { kind: 'turn', line: 1, turn: 1, speaker: 'Ann', time: '2026-03-04T10:00:00' },
        { kind: 'turn', line: 3, turn: 2, speaker: 'Bob', time: '' },
      ],
    });
    expect(turns).toMatchObject({
      isMarkdown: true,
      sections: [
        { line: 1, title: 'How deep?', note: 'Ann, 2026-03-04 10:00' },
        { line: 3, title: '9 m.', note: 'Bob' },
      ],
    });
  });

  it('does not take subtitles for Markdown', () => {
    const starts = [{ kind: 'turn', line: 1, turn: 1, speaker: '', time: '00:00:01' }] as const;
    expect(content({ text: '*sighs*\n', starts })).toMatchObject({ isMarkdown: false });
  });

  it('says why nothing is shown, and shows what would reorder a title', () => {
    expect(content({ reason: 'damaged' })).toEqual({
      kind: 'failed',
      message: 'Nothing of it can be shown: Damaged document.',
    });
    const starts = [
      { kind: 'message', line: 1, message: 1, subject: 'a\u202Eb', from: '', date: '' },
    ] as const;
    const shown = content({ text: 'x\n', starts });
    expect(shown.kind === 'text' && shown.sections[0]?.title).toBe('a\uFFFDb');
  });
});

describe('marksOf', () => {
  it('has the pieces of the document from top to bottom, with lines from 1', () => {
    const span = (id: number, file: string, startLine: number): Span => ({
      id,
      rank: id + 1,
      score: 1,
      file,
      startLine,
      endLine: startLine + 2,
      place: { kind: 'turn', turn: 1, speaker: 'Ann', time: '' },
      lines: [],
      bestOffset: 1,
      stale: false,
    });
    const marks = marksOf(
      untranslated,
      [span(0, 'a', 9), span(1, 'b', 0), span(2, 'a', 4)],
      ({ file }) => file === 'a',
    );
    expect(marks).toEqual({
      total: 3,
      passages: [
        { id: 2, rank: 3, place: 'Ann', startLine: 5, endLine: 7, bestLine: 6 },
        { id: 0, rank: 1, place: 'Ann', startLine: 10, endLine: 12, bestLine: 11 },
      ],
    });
  });
});
