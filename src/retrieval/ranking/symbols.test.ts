import { describe, expect, it } from 'vitest';
import { symbolsOf } from './symbols.ts';

const names = (query: Parameters<typeof symbolsOf>[0]): string[] => symbolsOf(query).map(({ name }) => name);

describe('symbolsOf', () => {
  it('takes a word that stands alone, whatever it looks like', () => {
    expect(symbolsOf(' router ')).toEqual([{ name: 'router', weight: 1 }]);
  });

  it('takes what looks like code in a sentence, the surest first', () => {
    expect(names('Where does RideBook call snap_to and absl::StrCat?')).toEqual([
      'snap_to',
      'StrCat',
      'RideBook',
    ]);
  });

  it('takes a capital for a name only inside a sentence, and hardly', () => {
    expect(names('Where is it?')).toEqual([]);
    const [router] = symbolsOf('Where is the Router made?');
    expect(router).toMatchObject({ name: 'Router' });
    expect(router!.weight).toBeLessThan(symbolsOf('Where is RouterGroup made?')[0]!.weight);
  });

  it('weighs a part of a long question as its keywords are weighed', () => {
    const query = [
      { text: 'what is snap_to', weight: 1 },
      { text: 'in open_all', weight: 0.25 },
    ];
    expect(symbolsOf(query)).toEqual([
      { name: 'snap_to', weight: 1 },
      { name: 'open_all', weight: 0.25 },
    ]);
  });

  it('knows the names whose uses are sought', () => {
    const query = [
      { text: 'and the tests', weight: 1 },
      { text: 'snap_to', weight: 0.5, isUsed: true as const },
    ];
    expect(symbolsOf(query)).toEqual([{ name: 'snap_to', weight: 0.5, isUsed: true }]);
  });

  it('takes no more than it can look for', () => {
    expect(symbolsOf(Array.from({ length: 500 }, (_, i) => `name_${i}`).join(' '))).toHaveLength(64);
  });
});
