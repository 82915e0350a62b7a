import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

describe('sentencesOf', () => {
  it.each([
    ['One. Two! Three? Four', ['One. ', 'Two! ', 'Three? ', 'Four']],
    ['Dr. Smith met J. R. Tolkien. Both left.', ['Dr. Smith met J. R. Tolkien. ', 'Both left.']],
    [
      'Use a list, e.g. Python has one. See Fig. 3. It shows it. Good.',
      ['Use a list, e.g. Python has one. ', 'See Fig. 3. ', 'It shows it. ', 'Good.'],
    ],
    [
      'He said no. 3 people left. So do I. You too.',
      ['He said no. 3 people left. ', 'So do I. ', 'You too.'],
    ],
    ['Version 3.14 is out. Next.', ['Version 3.14 is out. ', 'Next.']],
    ['A sentence that is\nwrapped. Another\none.', ['A sentence that is\nwrapped. ', 'Another\none.']],
    ['你好。我是！真的？是的', ['你好。', '我是！', '真的？', '是的']],
    ['他说：“好。”然后走了。', ['他说：“好。”', '然后走了。']],
    ['Mr.', ['Mr.']],
    ['', []],
  ])('%j', (paragraph, sentences) => {
    expect(sentencesOf(paragraph)).toEqual(sentences);
  });

  it('finds the same sentences in a long paragraph', () => {
    const long = `Long ${'and long '.repeat(500)}end. `;
    const some = ['Dr. Smith went home. ', 'Was it late? ', '是的。', long];
    const expected = Array.from(
      { length: 400 },
      (_, i) => some[(i * i) % 4 === 0 ? i % 3 : i % 50 === 1 ? 3 : 1]!,
    );
    expect(sentencesOf(expected.join(''))).toEqual(expected);
  });
});
