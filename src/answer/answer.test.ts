import { describe, expect, it, vi } from 'vitest';
import { cite } from './cite.ts';
import { citationsIn, settleMarkers } from './markers.ts';
import { review } from './review.ts';
import { checkSupport, contentWords, sentences } from './support.ts';

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
      citations: [{ marker: '[2]', starts: [18], evidence: 1 }],
      unsupported: [{ text: 'Elephants built it.', start: 22 }],
    });
  });

  it('does not call layout unsupported', () => {
    const list = ['1. ', '- ', '```\n', 'Bread.', ' 42'].map((text) => ({ text, evidence: [] }));
    expect(cite(list).unsupported).toEqual([
      { text: 'Bread.', start: 9 },
      { text: '42', start: 16 },
    ]);
  });

  it('sets no marker into a block of code', () => {
    const texts = ['It is:\n', '```ts\nconst code = 7413;\n', '```\n', 'Done.'];
    const { text } = cite(texts.map((text) => ({ text, evidence: [1] })));
    expect(text).toBe('It is: [2]\n```ts\nconst code = 7413;\n```\nDone. [2]');
  });
});

describe('settleMarkers', () => {
  it.each([
    ['One [1]. Two [2][3].', 'One [1]. Two [2][3].', [0, 1, 2]],
    ['Several [1, 3] and [2,1].', 'Several [1][3] and [2][1].', [0, 2, 1]],
    ['Other brackets 【2】【3†source】.', 'Other brackets [2][3].', [1, 2]],
    [
      'Beyond the list [4] and before it [0], in part [1, 9].',
      'Beyond the list and before it, in part [1].',
      [0],
    ],
    ['Right behind the word[1], 内事问张昭[2]。', 'Right behind the word[1], 内事问张昭[2]。', [0, 1]],
    ['An index `a[1]`, in prose args[9] or f()[0].', 'An index `a[1]`, in prose args[9] or f()[0].', []],
    ['```\nx = [1]\n``` and [2].', '```\nx = [1]\n``` and [2].', [1]],
    ['Not closed:\n```\nx = [1]', 'Not closed:\n```\nx = [1]', []],
    ['A link [1](https://a.example).', 'A link [1](https://a.example).', []],
  ])('%s', (written, text, cited) => {
    const settled = settleMarkers(written, 3);
    expect(settled.text).toBe(text);
    expect(citationsIn(settled.text, settled.cited).map(({ evidence }) => evidence)).toEqual(cited);
  });
});

describe('citationsIn', () => {
  it('finds every place of a marker, none in code and in links', () => {
    const text = 'See `a[1]` [1][2], [2](https://a.example) and\n```\nb[2]\n```\n[1].';
    const citations = citationsIn(text, new Set([0, 1]));
    expect(citations).toEqual([
      { marker: '[1]', starts: [text.indexOf('[1][2]'), text.lastIndexOf('[1]')], evidence: 0 },
      { marker: '[2]', starts: [text.indexOf('[2],')], evidence: 1 },
    ]);
  });

  it('leaves alone what cites nothing', () => {
    expect(citationsIn('args[9] of [1].', new Set([0]))).toEqual([
      { marker: '[1]', starts: [11], evidence: 0 },
    ]);
  });
});

describe('sentences', () => {
  it.each([
    [['The code is 7413. [2] ', 'Elephants built it.']],
    [['The code is 7413.[2][1] ', 'It is so [3]. ', 'Yes.[1]']],
    [['第一句。[1]', '第二句。[2]']],
    [['One.\n', 'Two. [1]\n', '\n', 'Three.']],
    [['[1]']],
  ])('keep markers with the sentence before: %j', (parts) => {
    expect(sentences(parts.join(''))).toEqual(parts);
  });
});

describe('review', () => {
  const question = 'What is the code of the vault?';

  it('keeps the markers of a writer that cites, and sets none beside them', () => {
    const answer = review('The secret code is 7413 [2]. The vault opens at nine.', question, evidence, true);
    expect(answer).toEqual({
      text: 'The secret code is 7413 [2]. The vault opens at nine.',
      citations: [{ marker: '[2]', starts: [24], evidence: 1 }],
      unsupported: [],
    });
  });

  it('checks the sentences of a writer that cites like any other', () => {
    const { text, citations, unsupported } = review('It is 7414. [2] Go in. [1]', question, evidence, true);
    expect(text).toBe('It is 7414. [2] Go in. [1]');
    expect(citations.map((citation) => citation.evidence)).toEqual([1, 0]);
    expect(unsupported).toEqual([
      { text: 'It is 7414. [2]', start: 0 },
      { text: 'Go in. [1]', start: 16 },
    ]);
  });

  it('sets markers where a writer that cites has set none that stands for anything', () => {
    const { text, citations } = review('The secret code is 7413 [9].', question, evidence, true);
    expect(text).toBe('The secret code is 7413. [2]');
    expect(citations).toEqual([{ marker: '[2]', starts: [25], evidence: 1 }]);
  });

  it('takes out markers that a writer invented', () => {
    const answer = review('It is so[1]. The secret code is 7413.', question, evidence, false);
    expect(answer.text).toBe('It is so. The secret code is 7413. [2]');
    expect(answer.citations).toEqual([{ marker: '[2]', starts: [35], evidence: 1 }]);
    expect(answer.unsupported).toEqual([{ text: 'It is so.', start: 0 }]);
  });

  it('says where a sentence stands that is broken off, and not where else its word does', () => {
    const { text, unsupported } = review(' The vault opens at nine. The', question, evidence, false);
    expect(text).toBe('The vault opens at nine. [1] The');
    expect(unsupported).toEqual([{ text: 'The', start: 29 }]);
  });
});

describe('sentences', () => {
  it('end in the same places on a machine of any language', () => {
    // In Greek a semicolon ends a question.
    const Greek = class extends Intl.Segmenter {
      constructor(locale?: string, options?: Intl.SegmenterOptions) {
        super(locale ?? 'el', options);
      }
    };
    expect([...new Greek(undefined, { granularity: 'sentence' }).segment('A; b.')]).toHaveLength(2);
    vi.stubGlobal('Intl', Object.create(Intl, { Segmenter: { value: Greek } }));
    expect(sentences('The door; it is blue.')).toEqual(['The door; it is blue.']);
    vi.unstubAllGlobals();
  });
});
