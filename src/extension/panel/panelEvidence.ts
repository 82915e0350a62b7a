/** The kept spans, for the panel. Pure. */
import type { Evidence, PanelEvidence, PanelSignature, Place } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { lineNumbers, lineOf, showHidden } from '../../text/index.ts';
import { windowAround } from '../../tool/index.ts';
import { scoreText } from '../numbers.ts';
import { lineText, placeText } from '../placeText.ts';
import { keptEvidence, type RunState } from '../session/runState.ts';
import type { Detail } from './details.ts';
import { displayPath } from './panelCoverage.ts';
import { reasonsOf, scoreParts } from './panelReasons.ts';

/** A card shows this many lines at first, so that the list stays short. */
const foldedLines = 10;
/** The file's lines around a piece are not lines of the shown document. */
const NOTHING_AROUND = { canExpand: false } as const;
/** Most other places of a text that are named. */
const namedPlaces = 3;

export function evidenceOf(
  t: Translate,
  run: RunState,
  stale: ReadonlySet<number>,
  detailOf: (id: number) => Detail,
): PanelEvidence[] {
  const kept = keptEvidence(run);
  const best = Math.max(...kept.map(({ evidence }) => evidence.score), 0);
  return kept.map(({ id, evidence }, i) => {
    const path = displayPath(run.roots, evidence);
    const slash = path.lastIndexOf('/') + 1;
    const lines = evidence.text.split('\n');
    const bestLine = evidence.bestLine === undefined ? null : evidence.bestLine - evidence.startLine;
    return {
      ...detailOf(id),
      ...(evidence.place.kind === 'lines' ? {} : NOTHING_AROUND),
      id,
      rank: i + 1,
      folder: path.slice(0, slash),
      name: path.slice(slash),
      range: rangeText(t, evidence.place),
      firstLine: lineNumbers(evidence.place)?.startLine ?? null,
      score: scoreText(evidence.score),
      scoreShare: best > 0 ? Math.max(0, evidence.score / best) : 0,
      scoreParts: evidence.parts ? scoreParts(t, evidence.parts) : [],
      reasons: reasonsOf(t, evidence),
      lines,
      bestLine,
      folded: windowAround(lines.length, bestLine ?? 0, foldedLines),
      alsoIn: alsoIn(t, run, evidence),
      heat: heatOf(evidence, lines.length, best),
      signature: signatureOf(t, path, evidence),
      label: openLabel(t, path, evidence.place),
      stale: stale.has(id),
      pinned: run.pinned.includes(id),
    };
  });
}

export function openLabel(t: Translate, path: string, place: Place): string {
  return t('Open {0}, {1}', showHidden(path), placeText(t, place));
}

function rangeText(t: Translate, place: Place): string {
  if (place.kind !== 'lines') return `, ${placeText(t, place)}`;
  const { startLine, endLine } = place;
  return startLine === endLine ? `:${startLine}` : `:${startLine}–${endLine}`;
}

/** The other places of a text in one line; empty when there are none. */
function alsoIn(t: Translate, run: RunState, { otherPlaces = [] }: Evidence): string {
  if (otherPlaces.length === 0) return '';
  const named = otherPlaces
    .slice(0, namedPlaces)
    .map((other) => lineText(t, displayPath(run.roots, other), lineOf(other.place, 0)));
  const more = otherPlaces.length - named.length;
  return [t('Also in {0}', named.join(', ')), ...(more > 0 ? [t('and {0} more', String(more))] : [])].join(
    ' ',
  );
}

/** Attention of each line relative to the best of all lines; empty where it is unknown. */
function heatOf({ lineScores = [] }: Evidence, lines: number, best: number): number[] {
  if (lineScores.length !== lines) return [];
  return lineScores.map((score) => (best > 0 ? Math.min(1, score / best) : 0));
}

function signatureOf(t: Translate, path: string, { startLine, signature }: Evidence): PanelSignature | null {
  if (!signature) return null;
  const { line, place, text } = signature;
  const number = lineNumbers(place)?.startLine ?? null;
  return { line: number, text, above: startLine - line, label: `${openLabel(t, path, place)}: ${text}` };
}
