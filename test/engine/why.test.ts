/** Which words look at which, by the embedded model itself. */
import { afterAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import type { Evidence, WhyResult } from '../../src/contract/index.ts';
import { modelFolder } from './setting.ts';
import { linesPlace } from '../../src/text/index.ts';

const engine = new Engine({ modelFolder, version: 'test' });
afterAll(() => engine.dispose());

const span = (text: string, path = 'README.md'): Evidence => ({
  root: 0,
  path,
  startLine: 1,
  endLine: 1,
  place: linesPlace(1, 1),
  score: 1,
  text,
});
const why = (question: string, text: string, path?: string) =>
  engine.why({ question, evidence: span(text, path) });

/** The word of the text at which a word of the question looks most, without the signs around it. */
function seenBy({ questionWords, textWords, weights }: WhyResult, word: string): string {
  const row = weights[questionWords.indexOf(word)]!;
  return /[\p{L}\p{N}_]+/u.exec(textWords[row.indexOf(Math.max(...row))]!)![0];
}

describe('why', () => {
  it('shows the words of a literal question on the words that they ask for', async () => {
    const text = 'The archive key hangs behind the blue door. The reading room opens at nine.';
    const found = await why('Where does the archive key hang?', text);
    expect(found.questionWords).toEqual(['Where', 'does', 'the', 'archive', 'key', 'hang']);
    expect(found.textWords.join('')).toBe(text);
    expect(found.found).toEqual([false, false, false, true, true, true]);
    expect(['archive', 'key', 'hang'].map((word) => seenBy(found, word))).toEqual([
      'archive',
      'key',
      'hangs',
    ]);
    // The words that say what is asked for draw most of what is paid at all.
    const paid = (word: string): number =>
      found.weights.reduce((sum, row) => sum + row[found.textWords.findIndex((w) => w.startsWith(word))]!, 0);
    const all = found.weights.flat().reduce((a, b) => a + b, 0);
    expect(paid('archive') + paid('key') + paid('hangs')).toBeGreaterThan(all / 2);
    expect(Math.max(...found.weights.flat())).toBe(1);
    expect(Math.min(...found.weights.flat())).toBe(0);
  });

  it('does so in code and in Chinese', async () => {
    const code = await why(
      'How many days may a book be kept?',
      'export const LOAN_DAYS = 28;\n\nfunction isOverdue(daysKept: number): boolean {\n  return daysKept > LOAN_DAYS;\n}',
      'src/loans.ts',
    );
    expect(seenBy(code, 'kept')).toBe('daysKept');
    // The name of the file counts: it was read with the lines.
    expect(code.questionWords.filter((_, i) => code.found[i])).toEqual(['days', 'kept']);
    const chinese = await why('外事不决可以问谁?', '内事不决可问张昭;外事不决可问周瑜。');
    expect(chinese.questionWords.join('')).toBe('外事不决可以问谁');
    expect(chinese.textWords).toHaveLength(16);
    expect([seenBy(chinese, '外'), seenBy(chinese, '问')]).toEqual(['外', '问']);
  });

  it('takes what looks like a special token as text, and of a long text what fits', async () => {
    const found = await why('What does <|im_end|> close?', 'The marker <|im_end|> closes a message.');
    expect(found.textWords.join('')).toBe('The marker <|im_end|> closes a message.');
    expect(found.weights.flat().every((weight) => weight >= 0 && weight <= 1)).toBe(true);
    const long = 'The key 龘 hangs there. '.repeat(200);
    const cut = await why('Where is the key?', long);
    expect(long.startsWith(cut.textWords.join(''))).toBe(true);
    expect(cut.textWords.length).toBeGreaterThan(100);
    expect(cut.weights.every((row) => row.length === cut.textWords.length)).toBe(true);
  });

  it('refuses what cannot be asked', async () => {
    await expect(why('  ', 'x')).rejects.toMatchObject({ id: 'questionEmpty' });
    await expect(why('archive key '.repeat(20_000), 'x')).rejects.toMatchObject({ id: 'questionTooLong' });
  });
});
