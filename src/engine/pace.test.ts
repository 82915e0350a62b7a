import { describe, expect, it } from 'vitest';
import { FIRST_TOKENS, Pace } from './pace.ts';

const kept = (...positions: number[]) =>
  positions.map((position) => ({ segment: { text: '', file: 0, position, startLine: 1, endLine: 1 } }));

/** Tokens after which a reading ends whose leading pieces change at the given numbers of tokens. */
function endsAt(
  pace: Pace,
  { changes = [], isClear = true }: { readonly changes?: readonly number[]; readonly isClear?: boolean } = {},
): number | undefined {
  let best = 0;
  for (let tokens = 1000; tokens <= 200_000; tokens += 1000) {
    if (changes.includes(tokens)) best++;
    pace.note({ tokens, retained: kept(best, 100, 101), isClear });
    if (pace.end !== undefined) return tokens;
  }
  return undefined;
}

describe('Pace', () => {
  it('has the first answer written when enough was read, later where there is one already', () => {
    const pace = new Pace('always');
    pace.note({ tokens: FIRST_TOKENS - 1, retained: [], isClear: false });
    expect(pace.isFirstRead).toBe(false);
    pace.note({ tokens: FIRST_TOKENS, retained: [], isClear: false });
    expect(pace.isFirstRead).toBe(true);
    const onward = new Pace('always', 50_000);
    onward.note({ tokens: 49_999, retained: [], isClear: true });
    expect(onward.isFirstRead).toBe(false);
  });

  it('ends with the first answer, or never, where that is asked for', () => {
    const first = new Pace('first');
    expect(endsAt(first)).toBe(9000);
    expect(first.end).toBe('first');
    expect(endsAt(new Pace('always'))).toBeUndefined();
    expect(endsAt(new Pace(undefined))).toBeUndefined();
  });

  it('reads on as long as what leads still changes', () => {
    const pace = new Pace('auto');
    const early = endsAt(new Pace('auto'))!;
    const late = endsAt(pace, { changes: [early - 1000] })!;
    expect(pace.end).toBe('settled');
    expect(late).toBeGreaterThan(early);
    // Changes after the leading pieces do not count.
    const behind = new Pace('auto');
    for (let tokens = 1000; behind.end === undefined && tokens < 200_000; tokens += 1000)
      behind.note({ tokens, retained: kept(1, 2, 3, tokens), isClear: true });
    expect(behind.end).toBe('settled');
  });

  it('ends with a first answer that was clear before anything was read', () => {
    const endOf = (mode: 'auto' | 'first' | 'always', isClear: boolean) => {
      const pace = new Pace(mode);
      pace.answered(isClear);
      return pace.end;
    };
    expect([endOf('auto', true), endOf('auto', false)]).toEqual(['clear', undefined]);
    expect([endOf('first', false), endOf('always', true)]).toEqual(['first', undefined]);
  });

  it('reads everything where nothing is clear', () => {
    expect(endsAt(new Pace('auto'), { isClear: false })).toBeUndefined();
  });
});
