/** Windows and questions that share passes are scored as each is alone, by the embedded model itself. */
import { afterAll, describe, expect, it } from 'vitest';
import { openReader } from '../../src/model/index.ts';
import type { PreparedQuestion } from '../../src/retrieval/index.ts';
import { modelFolder } from '../engine/setting.ts';

const reader = await openReader(modelFolder);
afterAll(() => reader.dispose());

const texts = [
  'The archive key hangs behind the blue door. The reading room opens at nine.',
  'Nothing of the kind.',
  'function isOverdue(days) {\n  return days > LOAN_DAYS;\n}\n'.repeat(6),
];
const windows = await reader.encode(texts);

const read = async (
  some: readonly Int32Array[],
  questions: readonly PreparedQuestion[],
): Promise<{ paid: readonly (readonly Float32Array[])[]; contentFree: readonly Float32Array[] }> => {
  const attention = await reader.read(some, questions);
  return {
    paid: attention.map((window) => window.questions),
    contentFree: attention.map((window) => window.contentFree),
  };
};

function expectClose(scores: Float32Array, expected: Float32Array): void {
  expect(scores).toHaveLength(expected.length);
  scores.forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 4));
}

describe('read', () => {
  // Of many lengths, each with weights of its own; too many for one pass.
  const questions = Array.from({ length: 24 }, (_, i) => {
    const question = `Where does key number ${i} hang${', and why'.repeat(i % 4)}? 问谁？`;
    return reader.prepare(
      question,
      Float32Array.from(question, (__, c) => 0.3 + ((c * (i + 1)) % 5)),
    );
  });

  it('gives each of many questions, in each of several windows, what it gives it alone', async () => {
    expect(questions.reduce((sum, { ids }) => sum + ids.length, 0)).toBeGreaterThan(300);
    const together = await read(windows, questions);
    expect(together.paid.map((scores) => scores.map(({ length }) => length))).toEqual(
      windows.map(({ length }) => questions.map(() => length)),
    );
    for (const [w, window] of windows.entries()) {
      for (const q of [0, 1, 2, 3, 11, 12, 22, 23]) {
        const alone = await read([window], [questions[q]!]);
        expect(Math.max(...alone.paid[0]![0]!)).toBeGreaterThan(0.001);
        expectClose(together.paid[w]![q]!, alone.paid[0]![0]!);
        expectClose(together.contentFree[w]!, alone.contentFree[0]!);
      }
    }
    // Other questions look elsewhere, or all of this would say nothing.
    const [first, second] = together.paid[0]!;
    expect(Math.max(...first!.map((score, i) => Math.abs(score - second![i]!)))).toBeGreaterThan(0.001);
  });

  it('goes by the weights of the question', async () => {
    const question = 'When does the archive key open?';
    const emphasised = (word: string): PreparedQuestion => {
      const at = question.indexOf(word);
      const emphasis = new Float32Array(question.length).fill(0.01);
      return reader.prepare(question, emphasis.fill(1, at, at + word.length));
    };
    const all = reader.prepare(question, new Float32Array(question.length).fill(0.7));
    const questions = [reader.prepare(question), all, emphasised('archive'), emphasised('open')];
    const { paid } = await read(windows.slice(0, 1), questions);
    // They share their tokens, and each is paid as it is alone.
    for (const [q, asked] of questions.entries()) {
      const alone = await read(windows.slice(0, 1), [asked]);
      expectClose(paid[0]![q]!, alone.paid[0]![0]!);
    }
    const [plain, same, archive, open] = paid[0]!;
    expectClose(same!, plain!);
    expect(Math.max(...archive!.map((score, i) => Math.abs(score - open![i]!)))).toBeGreaterThan(0.001);
  });

  it('pays for the question without content what it would pay for it as a question', async () => {
    const { paid, contentFree } = await read(windows, [reader.contentFree]);
    windows.forEach((_, w) => expectClose(contentFree[w]!, paid[w]![0]!));
  });
});
