/** The evidence as a tree: files, and in each its spans. Pure. */
import { basename, dirname } from 'node:path';
import type { Translate } from '../../messages/index.ts';
import { printableLine } from '../../text/index.ts';
import { scoreText } from '../numbers.ts';
import { placeText } from '../placeText.ts';
import { placeNow, walkingOrder, type Span } from './spans.ts';

/** A side bar has no room for a longer line. */
const longestLabel = 120;

export interface FileNode {
  /** Absolute path. */
  readonly file: string;
  /** In walking order. */
  readonly spans: readonly Span[];
}

/** The files in the order of their best spans. */
export function fileNodes(spans: readonly Span[]): FileNode[] {
  const byFile = new Map<string, Span[]>();
  for (const span of walkingOrder(spans)) {
    const inFile = byFile.get(span.file);
    if (inFile) inFile.push(span);
    else byFile.set(span.file, [span]);
  }
  return [...byFile].map(([file, inFile]) => ({ file, spans: inFile }));
}

interface NodeTexts {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
}

/** @param relative the path as the user knows it */
export function fileTexts(t: Translate, { spans }: FileNode, relative: string): NodeTexts {
  const folder = dirname(relative);
  const places = spans.length === 1 ? t('1 place') : t('{0} places', String(spans.length));
  return {
    label: printableLine(basename(relative)),
    description: folder === '.' ? '' : printableLine(folder),
    tooltip: printableLine(`${relative}: ${places}`),
  };
}

export function spanTexts(t: Translate, span: Span): NodeTexts {
  const { lines, score, stale, rank, bestOffset = 0 } = span;
  const first =
    [lines[bestOffset] ?? '', ...lines].map((line) => line.trim()).find((line) => line !== '') ?? '';
  const label = Array.from(printableLine(first));
  const place = placeText(t, placeNow(span));
  return {
    label: label.length > longestLabel ? `${label.slice(0, longestLabel - 1).join('')}…` : label.join(''),
    description: stale ? `${place} · ${t('changed since it was read')}` : place,
    tooltip: `${t('Evidence {0}', String(rank))} · ${place} · ${t('score {0}', scoreText(score))}`,
  };
}
