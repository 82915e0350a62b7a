import { describe, expect, it } from 'vitest';
import { fileIcon } from './fileIcon.ts';
import { tokens } from './highlight.ts';
import { steadyOrder } from './order.ts';
import { pieces } from './pieces.ts';
import { QuestionHistory } from './questionHistory.ts';
import { strongestWords, tintsOf, wordWeights, type Why } from './why.ts';

const joined = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text).join('');

describe('tokens', () => {
  it.each([
    ['a.ts', 'const a = `x ${b} <i>`; // & "q" \'s\''],
    ['a.py', 'def f():\n\t"""<b>&amp;</b>"""\r\n\treturn 1'],
    ['a.html', '<img src=x onerror="alert(1)"><script>alert(1)</script>&lt;'],
    ['Dockerfile', 'FROM x\nRUN </span><span class="hljs-x">'],
    ['a.unknown', '<b>'],
    ['constructor', 'x'],
    ['', ''],
  ])('of %s are the text', (name, text) => expect(joined(tokens(text, name))).toBe(text));

  it('know the language by the ending', () => {
    expect(tokens('const a = 1', 'x/a.mts')[0]).toEqual({ text: 'const', className: 'hljs-keyword' });
    expect(tokens('FROM x', 'Dockerfile')[0]?.className).toBe('hljs-keyword');
    expect(tokens('const a = 1', 'a.txt')).toEqual([{ text: 'const a = 1', className: '' }]);
  });

  it('leave long texts plain', () => expect(tokens('x '.repeat(30_000), 'a.ts')).toHaveLength(1));
});

describe('pieces', () => {
  const cut = [
    { text: 'ab', className: 'k' },
    { text: 'c\n\nde', className: '' },
  ];

  it('are lines', () => {
    expect(pieces(cut).map(joined)).toEqual(['abc', '', 'de']);
    expect(pieces([])).toEqual([[]]);
  });

  it('are cut where a tint begins and ends, across tokens and lines', () => {
    const tinted = pieces(cut, [
      { start: 1, end: 3, weight: 0.5 },
      { start: 6, end: 7, weight: 1 },
    ]);
    expect(tinted).toEqual([
      [
        { text: 'a', className: 'k', weight: 0 },
        { text: 'b', className: 'k', weight: 0.5 },
        { text: 'c', className: '', weight: 0.5 },
      ],
      [],
      [
        { text: 'd', className: '', weight: 0 },
        { text: 'e', className: '', weight: 1 },
      ],
    ]);
  });
});

describe('why', () => {
  const why: Why = {
    kind: 'shown',
    questionWords: ['which', 'day'],
    found: [false, true],
    textWords: ['the ', 'day; ', 'of\n', 'day'],
    weights: [
      [0, 0.1, 0, 0.1],
      [0, 0.9, 0.3, 0.8],
    ],
  };

  it('adds the words of the question up, or takes one', () => {
    expect(wordWeights(why, null).map((weight) => weight.toFixed(2))).toEqual([
      '0.00',
      '1.00',
      '0.30',
      '0.90',
    ]);
    expect(wordWeights(why, 0).map((weight) => weight.toFixed(2))).toEqual(['0.00', '0.11', '0.00', '0.11']);
    expect(wordWeights({ ...why, weights: [] }, null)).toEqual([0, 0, 0, 0]);
    expect(wordWeights(why, 7)).toEqual([0, 0, 0, 0]);
  });

  it('tints words without the space around them', () => {
    expect(tintsOf(why, 1, 10).map(({ start, end }) => [start, end])).toEqual([
      [14, 18],
      [19, 21],
      [22, 25],
    ]);
    expect(tintsOf(why, 0, 0), 'a word that looked at nothing').toEqual([]);
  });

  it('names the strongest, each once and bare', () => {
    expect(strongestWords(why, null, 5)).toEqual(['day', 'of']);
    expect(strongestWords(why, null, 1)).toEqual(['day']);
  });
});

describe('steadyOrder', () => {
  it('follows the ranking when the list is left alone', () =>
    expect(steadyOrder([3, 1, 2], [1, 2], false)).toEqual([3, 1, 2]));
  it('keeps what is shown in place and puts the new last while somebody is at it', () =>
    expect(steadyOrder([3, 2, 4], [1, 2, 3], true)).toEqual([1, 2, 3, 4]));
  it('lets go at once of what the user took away', () =>
    expect(steadyOrder([3, 2, 4], [1, 2, 3], true, new Set([1, 9]))).toEqual([2, 3, 4]));
});

describe('QuestionHistory', () => {
  it('walks back and forth and keeps the draft', () => {
    const history = new QuestionHistory();
    expect(history.older('x')).toBeUndefined();
    history.set(['b', 'a']);
    expect(history.newer()).toBeUndefined();
    expect([history.older('draft'), history.older('b'), history.older('a')]).toEqual(['b', 'a', undefined]);
    expect([history.newer(), history.newer(), history.newer()]).toEqual(['b', 'draft', undefined]);
  });

  it('passes over what stands in the box already', () => {
    const history = new QuestionHistory();
    history.set(['b', 'a']);
    expect(history.older('b')).toBe('a');
  });
});

describe('fileIcon', () => {
  it.each([
    ['a.ts', 'file-code'],
    ['README.MD', 'markdown'],
    ['x.ipynb', 'notebook'],
    ['constructor', 'file'],
    ['a.__proto__', 'file'],
  ])('of %s is %s', (name, icon) => expect(fileIcon(name)).toBe(icon));
});
