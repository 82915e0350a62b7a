import { describe, expect, it } from 'vitest';
import { untranslated } from '../../messages/index.ts';
import type { BackgroundState } from './backgroundReading.ts';
import { backgroundText } from './backgroundText.ts';

const text = (state: BackgroundState) => backgroundText(untranslated, state, 'en');
const progress = (tokens: number, tokensTotal = 1000) => ({
  files: 3,
  filesTotal: 1204,
  tokens,
  tokensTotal,
});

describe('the status bar', () => {
  it('says nothing when it is off', () => {
    expect(text({ kind: 'off' })).toBeUndefined();
  });

  it('says how far it is, and never that all is read before it is', () => {
    const shown = (tokens: number, total?: number) =>
      text({ kind: 'reading', progress: progress(tokens, total) })?.text;
    expect(shown(436)).toBe('$(book) 43%');
    expect(shown(999.9)).toBe('$(book) 99%');
    expect(shown(1000)).toBe('$(book) 99%');
    expect(shown(0, 0)).toBe('$(book)');
    expect(text({ kind: 'reading', progress: null })?.text).toBe('$(book)');
    expect(text({ kind: 'reading', progress: progress(1) })?.tooltip).toContain('3 of 1,204 files');
    expect(text({ kind: 'waiting', progress: progress(436) })?.text).toBe('$(book) 43%');
    expect(text({ kind: 'battery', progress: progress(436) })?.text).toBe('$(book) 43%');
    expect(text({ kind: 'done' })?.text).toBe('$(book) 100%');
  });

  it('says what it waits for, and why it has stopped', () => {
    expect(text({ kind: 'waiting', progress: null })?.tooltip).toContain('when nothing has been asked');
    expect(text({ kind: 'battery', progress: null })?.tooltip).toContain('plugged in');
    expect(text({ kind: 'stopped', reason: 'The cache is full.' })).toEqual({
      text: '$(book)',
      tooltip: 'InfiniAsk does not read on in the background: The cache is full.',
    });
  });
});
