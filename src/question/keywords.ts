import type { WeighedText } from '../retrieval/index.ts';
import type { Part, PartKind } from './parts.ts';

/** How much the words of a part count beside those that ask. */
const weights: Record<PartKind, number> = {
  asked: 1,
  message: 1,
  frame: 0.5,
  sentence: 0.4,
  code: 0.4,
  log: 0.2,
};
/** The innermost frames say where it failed. */
const INNERMOST_WEIGHT = 1;
const FOREIGN_WEIGHT = 0.1;
/** A value may be a constant of the program after all. */
const VALUE_WEIGHT = 0.2;

/** What keywords are taken from: everything that was said, by how much it says of what is sought. */
export function keywordsOf(parts: readonly Part[]): WeighedText[] {
  return parts.flatMap((part) => [
    { text: part.text, weight: weightOf(part) },
    ...part.values.map((text): WeighedText => ({ text, weight: VALUE_WEIGHT, isWhole: true })),
  ]);
}

function weightOf({ kind, frame, depth }: Part): number {
  if (frame?.isForeign) return FOREIGN_WEIGHT;
  return kind === 'frame' && depth! < INNERMOST_FRAMES ? INNERMOST_WEIGHT : weights[kind];
}

/** So many frames from where it failed are told of. */
export const INNERMOST_FRAMES = 3;
