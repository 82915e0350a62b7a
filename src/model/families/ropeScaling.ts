import { Unfit } from './facts.ts';
import type { Facts } from './facts.ts';

/**
 * Divisors of a rotation's frequencies, from the scaling in a `config.json`; undefined for none.
 * @throws Unfit for an unknown scaling
 */
export function ropeDivisors(scaling: Facts, theta: number, headSize: number): number[] | undefined {
  const type = scaling.text('rope_type') ?? scaling.text('type') ?? 'default';
  const half = headSize / 2;
  if (type === 'default') return undefined;
  if (type === 'linear') return new Array<number>(half).fill(scaling.number('factor'));
  if (type === 'llama3') return Array.from({ length: half }, (_, i) => llama3(scaling, theta ** (i / half)));
  throw new Unfit(`its rotation is scaled by the method "${type}", which InfiniAsk does not know`);
}

/**
 * Llama 3.1's scaling: slow rotations are divided by the factor, fast ones stay, those between are mixed.
 * @param turn tokens in which the rotation turns by one radian
 */
function llama3(scaling: Facts, turn: number): number {
  const factor = scaling.number('factor');
  const [low, high] = [scaling.number('low_freq_factor'), scaling.number('high_freq_factor')];
  const turns = scaling.number('original_max_position_embeddings') / (2 * Math.PI * turn);
  if (turns > high) return 1;
  if (turns < low) return factor;
  const share = (turns - low) / (high - low);
  return 1 / ((1 - share) / factor + share);
}
