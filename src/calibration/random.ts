/** Random choices from a seed: one seed gives the same samples on every machine. */
export interface Random {
  /** A whole number from 0 up to, not including, `n`. */
  below(n: number): number;
  pick<T>(from: readonly T[]): T;
  /** A copy in random order. */
  shuffled<T>(items: readonly T[]): T[];
}

/** Mulberry32: small, and good enough to choose words. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  return {
    below,
    pick: (from) => from[below(from.length)]!,
    shuffled: (items) => {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [copy[i], copy[j]] = [copy[j]!, copy[i]!];
      }
      return copy;
    },
  };
}
