import { expect, it } from 'vitest';
import { shown } from './shown.ts';

it('shows the hidden characters of every text except those that the page frames', () => {
  const state = {
    error: 'a\u202Eb',
    chips: [{ label: 'x\u{E0041}', id: 1 }],
    evidence: [{ name: '\u00ADn', lines: ['l\u200B'], why: null, stale: false }],
    asked: 'q\u200B',
    later: { someone: ['adds\uFEFF'] },
  };
  expect(shown(state)).toEqual({
    error: 'aU+202Eb',
    chips: [{ label: 'xU+E0041', id: 1 }],
    evidence: [{ name: 'U+00ADn', lines: ['l\u200B'], why: null, stale: false }],
    asked: 'q\u200B',
    later: { someone: ['addsU+FEFF'] },
  });
});
