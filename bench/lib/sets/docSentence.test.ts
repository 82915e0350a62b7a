import { describe, expect, it } from 'vitest';
import { docSentence } from './docSentence.ts';

describe('docSentence', () => {
  it.each([
    ['Adds two or more values. More.\n\nEven more.\n@param a one', 'plus', 'Adds two or more values.'],
    [
      'Sets the\n`near` plane of a\n{@link Camera#near camera} or {@link Light}.',
      'clip',
      'Sets the near plane of a camera or Light.',
    ],
    ['See the **whole** [manual](https://a.b/c) for <b>every</b> rule', 'x', undefined],
    ['Reads the **whole** [manual](a/c) for <b>every</b> rule', 'x', 'Reads the whole manual for every rule'],
    ['Wraps text, e.g. lines of code. And more.', 'x', 'Wraps text, e.g. lines of code.'],
    ['Too few words.', 'x', undefined],
    ['@param {number} a one of the two', 'x', undefined],
    ['Creates an instance of something useful.', 'x', undefined],
    ['Returns the clone of this thing.', 'clone', undefined],
    ['Returns cloned things of this kind.', 'clone', 'Returns cloned things of this kind.'],
    ['Takes one of the following:\n- a\n- b', 'x', undefined],
  ])('%j of %s', (doc, name, sentence) => {
    expect(docSentence(doc, name)).toBe(sentence);
  });
});
