/** The panel's state with its hidden characters made visible, so that no name or message of others can disguise itself. Pure. */
import type { PanelAnswer, PanelEvidence, PanelState } from '../../contract/index.ts';
import { showHidden } from '../../text/index.ts';

/**
 * What stays as it is: lines, answers and words are cut by their places first, then the page frames each such character;
 * the question asked last goes back into the box in which it was typed.
 */
const VERBATIM: ReadonlySet<string> = new Set<keyof PanelEvidence | keyof PanelAnswer | keyof PanelState>([
  'lines',
  'before',
  'after',
  'why',
  'parts',
  'asked',
]);

/** By rule: every text of the state, also those that are added to it one day. */
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
