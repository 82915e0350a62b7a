import type { Format } from './types.ts';

/** Bytes of English prose and of program text per token of a small vocabulary, rounded from samples. */
const BYTES_PER_TOKEN: Readonly<Record<Format, number>> = { prose: 3.3, code: 2.6 };

/** About how many tokens a file of so many bytes has; for progress totals before it is read, never for limits. */
export function estimateTokens(bytes: number, format: Format): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN[format]);
}
