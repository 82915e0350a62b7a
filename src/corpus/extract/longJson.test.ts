import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../segments.ts';
import { readablePieces } from './index.ts';

const message = (author: string, text: string) => ({
  id: '3b241101-e2bb-4255-8caf-4136c566a962',
  author,
  sent: 1_700_000_000,
  parts: [text],
});
const LONG =
  'The "ferry" leaves at nine from the northern pier.\nBring the blue form: without it nobody boards. Ask Ms. Ito.';

describe('JSON with long lines', () => {
  it('is cut between members, its texts are read as sentences', () => {
    const text = `${JSON.stringify({ chat: Array.from({ length: 20 }, () => message('Ann', LONG)) })}\n`;
    const segments = segmentsOf(readablePieces(text, 'chat.json', 'code')!.pieces);
    expect(segments.slice(0, 5).map((segment) => segment.text.trim())).toEqual([
      '{"chat":[{"id":"3b241101-e2bb-4255-8caf-4136c566a962","author":"Ann","sent":1700000000,"parts":[',
      'The "ferry" leaves at nine from the northern pier.',
      'Bring the blue form: without it nobody boards.',
      'Ask Ms. Ito.',
      ']},{"id":"3b241101-e2bb-4255-8caf-4136c566a962","author":"Ann","sent":1700000000,"parts":[',
    ]);
    expect(segments.every(({ startLine, endLine }) => startLine === 1 && endLine === 1)).toBe(true);
  });

  it('keeps the numbers of the lines, and the short lines as they stand', () => {
    const long = JSON.stringify({ a: 'x', b: 'word '.repeat(300), c: 'Straße' });
    const text = `{"a": 1}\n${long}\n${long.slice(5)}\n\n  {"z": "\\u00e9"}\n`;
    const segments = segmentsOf(readablePieces(text, 'log.jsonl', 'code')!.pieces);
    expect(segments[0]).toEqual({ text: '{"a": 1}\n', startLine: 1, endLine: 1 });
    expect(segments.filter(({ text }) => text.includes('Straße')).map(({ startLine }) => startLine)).toEqual([
      2, 3,
    ]);
    expect(segments.at(-1)).toEqual({ text: '  {"z": "\\u00e9"}\n', startLine: 5, endLine: 5 });
  });

  it('decodes what exporters write as numbers of characters', () => {
    const text = JSON.stringify({ t: '订单超时。'.repeat(200) }).replaceAll(
      /[^\0-\x7f]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(readablePieces(text, 'a.json', 'code')!.pieces.join('')).toContain('订单超时。');
  });
});
