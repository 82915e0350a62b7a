/** The kept spans as the panel shows them. Pure. */
import type { Evidence, PanelEvidence, PanelScorePart, PanelSignature } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { showHidden } from '../../text/index.ts';
import { windowAround } from '../../tool/index.ts';
import { scoreText } from '../numbers.ts';
import { keptEvidence, type RunState } from '../session/runState.ts';
import type { Detail } from './details.ts';
import { displayPath } from './panelCoverage.ts';

/** A card shows this many lines at first: the list must stay a list. */
const foldedLines = 10;
/** Of the other places of a text so many are named. */
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
      id,
      rank: i + 1,
      folder: path.slice(0, slash),
      name: path.slice(slash),
      startLine: evidence.startLine,
      endLine: evidence.endLine,
      score: scoreText(evidence.score),
      scoreShare: best > 0 ? Math.max(0, evidence.score / best) : 0,
      scoreParts: scoreParts(t, evidence),
      lines,
      bestLine,
      folded: windowAround(lines.length, bestLine ?? 0, foldedLines),
      alsoIn: alsoIn(t, run, evidence),
      heat: heatOf(evidence, lines.length, best),
      signature: signatureOf(t, path, evidence),
      label: openLabel(t, path, evidence),
      stale: stale.has(id),
      pinned: run.pinned.includes(id),
    };
  });
}

export function openLabel(t: Translate, file: string, { startLine, endLine }: Evidence): string {
  const path = showHidden(file);
  return startLine === endLine
    ? t('Open {0}, line {1}', path, String(startLine))
    : t('Open {0}, lines {1} to {2}', path, String(startLine), String(endLine));
}

/** The other places of a text in one line; empty when there are none. */
function alsoIn(t: Translate, run: RunState, { otherPlaces = [] }: Evidence): string {
  if (otherPlaces.length === 0) return '';
  const named = otherPlaces
    .slice(0, namedPlaces)
    .map((place) => `${displayPath(run.roots, place)}:${place.startLine}`);
  const more = otherPlaces.length - named.length;
  return [t('Also in {0}', named.join(', ')), ...(more > 0 ? [t('and {0} more', String(more))] : [])].join(
    ' ',
  );
}

/** How much each line drew of what the best of all drew; nothing where that is not known. */
function heatOf({ lineScores = [] }: Evidence, lines: number, best: number): number[] {
  if (lineScores.length !== lines) return [];
  return lineScores.map((score) => (best > 0 ? Math.min(1, score / best) : 0));
}

function scoreParts(t: Translate, { parts }: Evidence): PanelScorePart[] {
  if (!parts) return [];
  const part = (label: string, share: number) => ({ label, value: scoreText(share), share });
  return [part(t('Attention'), parts.attention), part(t('Keywords'), parts.keywords)];
}

function signatureOf(t: Translate, path: string, { signature }: Evidence): PanelSignature | null {
  if (!signature) return null;
  const { line, text } = signature;
  return { line, text, label: `${t('Open {0}, line {1}', path, String(line))}: ${text}` };
}
