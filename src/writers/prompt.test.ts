import { expect, it } from 'vitest';
import { promptFor } from './prompt.ts';
import { linesPlace } from '../text/index.ts';

it('says in which function lines stand, on the line of their place', () => {
  const { message } = promptFor('Why?', [
    { path: 'a', place: linesPlace(9, 9), text: 'x', signature: { text: 'function f(\u200B) {' } },
  ]);
  expect(message).toContain('[1] a:9-9 (in: function f(\uFFFD) {)\n```\nx\n```');
});

it('sends nothing that only the model would see', () => {
  const { message } = promptFor('Why?', [
    { path: 'a\u2028\u202Eb', place: linesPlace(1, 2), text: 'x\u{E0041}\u200B\n\ty' },
  ]);
  expect(message).toContain('[1] a \uFFFDb:1-2\n```\nx\uFFFD\uFFFD\n\ty\n```');
});
