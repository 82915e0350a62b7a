/**
 * Makes hidden characters of the panel's state visible, so that no name or message of others can disguise itself.
 * Pure.
 */
import type { PanelAnswer, PanelEvidence, PanelState } from '../../contract/index.ts';
import { showHidden } from '../../text/index.ts';

/**
 * Fields left as they are: the page frames hidden characters of lines, answers and words itself, since these are cut
 * at offsets first; the question goes back into its box as it was typed.
 */
const VERBATIM: ReadonlySet<string> = new Set<keyof PanelEvidence | keyof PanelAnswer | keyof PanelState>([
  'lines',
  'before',
  'after',
  'why',
  'parts',
  'asked',
]);

/** Covers every text of the state by rule, future ones included. */
export function shown<T>(state: T): T {
  return shownValue(state) as T;
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return showHidden(value);
  if (Array.isArray(value)) return value.map(shownValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, VERBATIM.has(key) ? inner : shownValue(inner)]),
  );
}
