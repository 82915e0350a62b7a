import { describe, expect, it } from 'vitest';
import { isHeading, isWorthTelling, quote } from './index.ts';
import type { Quotable } from './index.ts';

const prose = (text: string, lineScores?: number[], evidence = 0): Quotable => ({
  evidence,
  text,
  lineScores,
  isCode: false,
});
const code = (text: string, lineScores?: number[]): Quotable => ({
  ...prose(text, lineScores),
  isCode: true,
});
const quoted = (question: string, ...pieces: Quotable[]): string | undefined => quote(pieces, question)?.text;

describe('isWorthTelling', () => {
  const evidence = [{ text: 'A book may be kept for four weeks. Each further day costs ten cents.' }];
  const worth = (text: string): boolean => isWorthTelling(text, 'How long may a book be kept?', evidence);

  it('is what says something that the evidence has, and no more without support than with it', () => {
    expect(worth('A book may be kept for four weeks.')).toBe(true);
    expect(worth('A book may be kept for four weeks. The library has a garden with a pond.')).toBe(true);
    expect(worth('Four weeks. The library has a garden. Its pond is deep.')).toBe(false);
    expect(worth('The library has a garden.')).toBe(false);
    // The number of an item is no sentence with support.
    expect(isWorthTelling('1. The library has a garden.', 'Where?', [{ text: 'Row 1' }])).toBe(false);
  });

  it('is not what repeats the question, nor nothing', () => {
    expect(worth('A book may be kept long.')).toBe(false);
    expect(worth('')).toBe(false);
  });
});

describe('quote', () => {
  it('passes over a heading for what stands below it', () => {
    const question = 'How long is the loan?';
    expect(quoted(question, prose('# The loan\n\nFour weeks.', [1, 0, 0]))).toBe('> Four weeks. [1]');
    expect(quoted(question, prose('The loan period\n===\n\nFour weeks.', [1, 1, 0, 0]))).toBe(
      '> Four weeks. [1]',
    );
    expect(quoted(question, prose('\\section{The loan period}\nFour weeks.', [1, 0]))).toBe(
      '> Four weeks. [1]',
    );
  });

  it('passes over the question itself for the answer below it', () => {
    const faq = '- An earlier one.\n- How long is the loan of a book?\n- Four weeks, once.\n- Another one.';
    expect(quoted('How long is the loan of a book?', prose(faq, [0.4, 1, 0.1, 0.9]))).toBe(
      '> - Four weeks, once. [1]',
    );
    expect(quoted('借期是多长？', prose('借期是多长？\n四个星期。', [1, 0]))).toBe('> 四个星期。 [1]');
    const comment = '// How long is the loan?\nconst LOAN_DAYS = 28;';
    expect(quoted('How long is the loan?', code(comment, [1, 0.3]))).toBe('    const LOAN_DAYS = 28;\n\n[1]');
  });

  it('quotes two places of prose where the second fits as well, since each may say one half', () => {
    const [one, two] = [prose('Ann wrote the novel.', [1]), prose('Ann was born in Elba.', [0.6], 1)];
    const question = 'Where was the author of the novel born?';
    expect(quote([one, two, prose('It rained.', [0.6], 2)], question)).toEqual({
      text: '> Ann wrote the novel. [1]\n\n> Ann was born in Elba. [2]',
      citations: [
        { marker: '[1]', starts: [23], evidence: 0 },
        { marker: '[2]', starts: [52], evidence: 1 },
      ],
      unsupported: [],
    });
    const first = '> Ann wrote the novel. [1]';
    expect(quoted(question, one, prose('Ann was born in Elba.', [0.1], 1))).toBe(first);
    expect(quoted(question, one, { ...prose('Ann was born in Elba.', [1], 1), isCode: true })).toBe(first);
    expect(quoted(question, one, { ...one, evidence: 1 })).toBe(first);
  });

  it('goes on to the next piece where one tells nothing, and cites that', () => {
    const pieces = [prose('The loan?', [1], 1), prose('The loan is four weeks.', [0.5], 2)];
    expect(quote(pieces, 'How long is the loan?')).toEqual({
      text: '> The loan is four weeks. [3]',
      citations: [{ marker: '[3]', starts: [26], evidence: 2 }],
      unsupported: [],
    });
    expect(quote([prose('The loan?')], 'How long is the loan?')).toBeUndefined();
    expect(quote([], 'Who?')).toBeUndefined();
  });

  it('quotes of code a line that says something in place of the beginning of a call', () => {
    const call = 'events.listen(\n  throttled,\n  {\n    limit,\n    span,\n    last,\n  },\n);';
    const text = `${call}\n// Keep at most one event in each span.`;
    const scored = (comment: number) => code(text, [1, 0, 0, 0, 0, 0, 0, 0, comment]);
    const keep = '    // Keep at most one event in each span.\n\n[1]';
    expect(quoted('How are events throttled?', scored(0.6))).toBe(keep);
    // Too far from the best to stand in for it.
    expect(quoted('How are events throttled?', scored(0.4))).toBe('    events.listen(\n\n[1]');
  });

  it('quotes a statement of code from its opening bracket', () => {
    const call = 'other();\nconst loan = periodOf(\n  book,\n  reader, weeks);';
    expect(quoted('How long?', code(call, [0, 0, 0, 1]))).toBe(
      '    const loan = periodOf(\n      book,\n      reader, weeks);\n\n[1]',
    );
  });

  it('quotes of a comment the whole sentence and no more', () => {
    const comment =
      '/**\n * Lends a book. It comes back after\n * four weeks at most,\n * or never.\n * @param book which\n *   the reader wants\n */';
    const scored = (line: number) =>
      code(
        comment,
        Array.from({ length: 7 }, (_, i) => (i === line ? 1 : 0)),
      );
    const sentence =
      '     * Lends a book. It comes back after\n     * four weeks at most,\n     * or never.\n\n[1]';
    expect(quoted('How long?', scored(2))).toBe(sentence.replaceAll('     *', '    *'));
    expect(quoted('How long?', scored(5))).toBe('    * @param book which\n    *   the reader wants\n\n[1]');
  });

  it('quotes a statement of code to its closing bracket', () => {
    const text = 'throw new RangeError(\n  "The span has to be positive.",\n);\nreturn span;';
    expect(quoted('What is thrown?', code(text, [1, 0.2, 0.1, 0.5]))).toBe(
      '    throw new RangeError(\n      "The span has to be positive.",\n    );\n\n[1]',
    );
  });

  it('does not take the end of a sentence that began above', () => {
    const text = 'ends with the loan. The loan is four\nweeks.';
    expect(quoted('How long is the loan?', prose(text, [1, 1]))).toBe('> The loan is four weeks. [1]');
  });
});

describe('isHeading', () => {
  it.each(['# A', '## B\n\n', '== C', '\\subsection*{D}', 'E\n===', 'F\n---\n', 'G\n~~~~'])('%j', (text) => {
    expect(isHeading(text)).toBe(true);
  });

  it.each(['#define X', 'A sentence.', '# A\nwith more', 'x\n- y', '---', ''])('not: %j', (text) => {
    expect(isHeading(text)).toBe(false);
  });
});
