/** What was read, would be read and was skipped, for the panel. Pure. */
import type {
  FilePlace,
  GuessedFile,
  PanelCoverage,
  PanelPreview,
  SkippedFile,
  SkippedGroup,
} from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { compact, count, duration, estimate } from '../numbers.ts';
import type { RunState, ScopeRoot } from '../session/runState.ts';
import { skipReasonText } from '../strings.ts';
import type { PreviewState } from './preview.ts';
import { skipHintText } from './skipHints.ts';

/** Most paths listed for one reason, since a larger message would help nobody. */
const listedPaths = 100;

export function coverageOf(t: Translate, run: RunState): PanelCoverage | null {
  const failed = run.error?.skipped ?? [];
  if (failed.length > 0) {
    return {
      summary: t('Skipped {0}', filesText(t, failed.length)),
      groups: groups(t, run.asked.roots, failed),
    };
  }
  if (!run.result) return null;
  const { coverage, timing, cancelled } = run.result;
  const read = t(
    'Read {0}, {1} tokens in {2}',
    filesText(t, coverage.files),
    count(coverage.tokens),
    duration(t, timing.totalMs),
  );
  const skipped = coverage.skipped.length;
  const known = Math.floor((100 * coverage.remembered) / Math.max(1, coverage.windows));
  const { firstEvidenceMs: first, bestEvidenceMs: best } = timing;
  const parts = [
    cancelled ? t('Partial: {0}', read) : read,
    known > 0 ? t('{0} % known from earlier questions', count(known)) : '',
    first !== null && best !== null
      ? t('first evidence after {0}, the best after {1}', duration(t, first), duration(t, best))
      : '',
    skipped === 0 ? t('skipped none') : t('skipped {0}', count(skipped)),
  ];
  return {
    summary: parts.filter((part) => part !== '').join('; '),
    groups: [
      ...groups(t, run.roots, coverage.skipped),
      ...guessedGroups(t, run.roots, coverage.guessed ?? []),
    ],
  };
}

/** The preview; null when nothing is known yet and nothing is being counted. */
export function previewOf(
  t: Translate,
  { pending, result, error }: PreviewState,
  scope: readonly ScopeRoot[],
): PanelPreview | null {
  if (scope.length === 0 || (!pending && !result && error === '')) return null;
  if (!result) return { pending, details: [], skipped: '', groups: [], error: pending ? '' : error };
  const { files, tokens, estimatedMs, skipped } = result;
  return {
    pending,
    details: [
      filesText(t, files),
      t('about {0} tokens', compact(tokens)),
      estimatedMs === null ? '' : estimate(t, estimatedMs),
    ].filter((detail) => detail !== ''),
    skipped: skipped.length === 0 ? '' : t('skips {0}', count(skipped.length)),
    groups: groups(t, scope, skipped),
    error: '',
  };
}

export function filesText(t: Translate, files: number): string {
  return files === 1 ? t('1 file') : t('{0} files', count(files));
}

/** A path as the user knows it: with the root's name where there are several roots. */
export function displayPath(roots: readonly ScopeRoot[], { root, path }: FilePlace): string {
  const from = roots[root];
  return from && roots.length > 1 && !from.isFile ? `${from.name}/${path}` : path;
}

/** A path from the folder of the workspace, for links that are pasted elsewhere. */
export function linkPath(roots: readonly ScopeRoot[], file: FilePlace): string {
  const prefix = roots[file.root]?.prefix ?? '';
  return prefix === '' ? displayPath(roots, file) : prefix + file.path;
}

function groups(t: Translate, roots: readonly ScopeRoot[], skipped: readonly SkippedFile[]): SkippedGroup[] {
  return grouped(skipped, ({ reason }) => reason).map(([reason, files]) =>
    group(t, roots, skipReasonText(t, reason), files, skipHintText(t, reason, files)),
  );
}

function guessedGroups(
  t: Translate,
  roots: readonly ScopeRoot[],
  guessed: readonly GuessedFile[],
): SkippedGroup[] {
  return grouped(guessed, ({ encoding }) => encoding).map(([encoding, files]) =>
    group(
      t,
      roots,
      t('Read as {0}, a guess (the setting InfiniAsk: Encoding names another)', encoding),
      files,
    ),
  );
}

/** Groups items by kind, the largest group first. */
function grouped<Item, Kind>(items: readonly Item[], kindOf: (item: Item) => Kind): [Kind, Item[]][] {
  const byKind = new Map<Kind, Item[]>();
  for (const item of items) {
    const kind = kindOf(item);
    const group = byKind.get(kind);
    if (group) group.push(item);
    else byKind.set(kind, [item]);
  }
  return [...byKind].sort(([, a], [, b]) => b.length - a.length);
}

function group(
  t: Translate,
  roots: readonly ScopeRoot[],
  title: string,
  files: readonly FilePlace[],
  hint = '',
): SkippedGroup {
  return {
    title: t('{0}: {1}', title, count(files.length)),
    paths: files.slice(0, listedPaths).map((file) => displayPath(roots, file)),
    more: files.length > listedPaths ? t('and {0} more', count(files.length - listedPaths)) : '',
    hint,
  };
}
