import { describe, expect, it } from 'vitest';
import { cite } from './cite.ts';
import { checkSupport, contentWords } from './support.ts';

const evidence = [
  { text: 'The vault in Oslo opens at nine.' },
  { text: 'The secret code of the vault is 7413.' },
  { text: '内事不决可问张昭;外事不决可问周瑜。' },
];

describe('checkSupport', () => {
  const check = (answer: string, question = 'What is the code of the vault?') =>
    checkSupport(answer, question, evidence).map((sentence) => sentence.evidence);

  it('finds the evidence that contains the sentence', () => {
    expect(check('The secret code is 7413.')).toEqual([[1]]);
  });

  it('refuses numbers that the evidence does not contain, however well the rest fits', () => {
    expect(check('The secret code of the vault is 7414.')).toEqual([[]]);
  });

  it('refuses an answer that only repeats the question next to invented words', () => {
    expect(check('The code of the vault is platypus.')).toEqual([[]]);
  });

  it('judges each sentence by itself', () => {
    expect(check('The vault opens at nine. It was built by elephants.')).toEqual([[0], []]);
  });

  it('refuses sentences without content', () => {
    expect(check('Yes, it is.')).toEqual([[]]);
  });

  it('reads Chinese by pairs of characters', () => {
    expect(check('外事不决可问周瑜。', '外事不决可以问谁?')).toEqual([[2]]);
    expect(check('外事不决可问曹操。', '外事不决可以问谁?')).toEqual([[]]);
  });
});

describe('contentWords', () => {
  it('keeps identifiers and numbers, drops function words', () => {
    expect([...contentWords('What does parse_header2 do with the 404?')]).toEqual(['parse_header2', '404']);
  });
});

describe('cite', () => {
  it('marks supported sentences and names the others', () => {
    const answer = cite([
      { text: 'The code is 7413. ', evidence: [1, 0] },
      { text: 'Elephants built it.', evidence: [] },
    ]);
    expect(answer).toEqual({
      text: 'The code is 7413. [2] Elephants built it.',
      citations: [{ marker: '[2]', evidence: 1 }],
      unsupported: ['Elephants built it.'],
    });
  });

  it('does not call layout unsupported', () => {
    const list = ['1. ', '- ', '```\n', 'Bread.', ' 42'].map((text) => ({ text, evidence: [] }));
    expect(cite(list).unsupported).toEqual(['Bread.', '42']);
  });

  it('takes out markers that the writer invented', () => {
    const answer = cite([{ text: 'It is so [7].', evidence: [] }]);
    expect(answer.text).toBe('It is so.');
    expect(answer.citations).toEqual([]);
  });
});
