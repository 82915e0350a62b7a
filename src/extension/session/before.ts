/** What a question may lean on: the one before it in the same conversation. Pure. */
import type { Evidence, QuestionBefore } from '../../contract/index.ts';
import { filePath } from '../evidence/spans.ts';
import { placeIn } from './pinned.ts';
import { keptEvidence, type RunState, type ScopeRoot } from './runState.ts';

/** Pieces that say what was found. */
const LEADING_PIECES = 3;

/**
 * The question whose results are shown, with the leading pieces that the user has left; undefined where nothing was found.
 * @param scope of the next question, whose places count the pieces; a piece that stands in none of them is left out
 */
export function questionBefore(run: RunState, scope: readonly ScopeRoot[]): QuestionBefore | undefined {
  const { question, result, roots } = run;
  if (!result || result.finding === 'none') return undefined;
  const evidence = keptEvidence(run)
    .slice(0, LEADING_PIECES)
    .flatMap(({ evidence: piece }): Evidence[] => {
      const file = filePath(roots, piece.root, piece.path);
      const place = file === undefined ? undefined : placeIn(scope, file);
      return place ? [{ ...piece, ...place }] : [];
    });
  const { used, carried } = result;
  return { question: used?.text ?? question, ...(carried && { carried }), evidence };
}
