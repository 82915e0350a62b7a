import { describe, expect, it } from 'vitest';
import { leans, pronounOf } from './leaning.ts';

describe('leans', () => {
  it.each([
    'and where is it called?',
    'What about errors?',
    'Who uses that?',
    'Which tests cover it?',
    'And the callers?',
    'Why?',
    'What does it return?',
    'What are its arguments?',
    'And in the async client?',
    'What happens when it fails?',
    'Show me the tests for that function',
    'Which exceptions are raised?',
    'And what about resolve_redirects?',
    'Does it call parse_header?',
    'And when was he born?',
    'What happens in there?',
    '它在哪里被调用？',
    '那错误呢？',
    '这个函数返回什么？',
  ])('“%s” leans on the question before', (question) => {
    expect(leans(question)).toBe(true);
  });

  it.each([
    'How does the client close its connections?',
    'How does RideBook keep its rides?',
    'Which handlers parse headers and cache them?',
    'And how does the router match a path?',
    'Where are the errors defined?',
    'Where are the tests?',
    'Is it possible to retry a request?',
    'How is it checked whether a host is excluded?',
    'How long does it take to start?',
    'How does this project parse addresses?',
    'What is this library for?',
    'How do I test that two files are equal?',
    'Are two strings the same in both files?',
    'Is there a cache?',
    'timeout',
    '',
    'Why does this stop?\nTypeError: x is undefined',
    `What is it that ${'one reads of '.repeat(8)}here?`,
    '这个项目是做什么的？',
    '函数 parse_header 在哪里使用它的参数？',
  ])('“%s” stands by itself', (question) => {
    expect(leans(question)).toBe(false);
  });

  it('takes time in proportion to the length', () => {
    for (const part of ['it ', 'and ', 'that function ', 'a_b ', '`', '它', 'what ', '.']) {
      expect(leans(part.repeat(100_000))).toBe(false);
    }
  });
});

describe('pronounOf', () => {
  it.each([
    ['and where is it called?', 'it'],
    ['What are its arguments?', 'its'],
    ['Who calls that function?', 'that function'],
    ['Who calls it, and is it tested?', 'it'],
  ])('finds in “%s” what stands for something said before: %s', (question, pronoun) => {
    const { start, end } = pronounOf(question)!;
    expect(question.slice(start, end)).toBe(pronoun);
  });

  it('is none where the question names what it means, or means nothing', () => {
    expect(pronounOf('How does the parser end its work?')).toBeUndefined();
    expect(pronounOf('Is it possible to retry?')).toBeUndefined();
  });
});
