/**
 * Finds the pieces of an answer (citations, unsupported sentences) in its rendered Markdown. The parser tells the place
 * of every text in the source, so each rendered character is traced to its piece. Pure.
 */
import type { Nodes, Root } from 'mdast';
import type { AnswerPart } from '../contract/index.ts';

/** A run of rendered text that belongs to one piece. */
export interface TextRun {
  readonly text: string;
  readonly part: AnswerPart | undefined;
  /** Whether this is the last text of consecutive unsupported sentences, after which the note stands. */
  readonly noteAfter: boolean;
}

/** Nodes shown as their source, because such markup could load, run or rename something. */
const shownAsSource = new Set(['html', 'image', 'imageReference', 'linkReference', 'definition']);

/** The runs of every node that shows text. */
export function runsOf(
  root: Root,
  source: string,
  parts: readonly AnswerPart[],
): Map<Nodes, readonly TextRun[]> {
  const starts = startsOf(parts);
  const byNode = new Map<Nodes, TextRun[]>();
  const all: { readonly runs: TextRun[]; readonly at: number; readonly part: number }[] = [];
  for (const leaf of leaves(root)) {
    const runs: TextRun[] = [];
    byNode.set(leaf, runs);
    for (const { text, start } of cut(leaf, source, starts)) {
      const part = partAt(starts, start);
      all.push({ runs, at: runs.length, part });
      runs.push({ text, part: parts[part], noteAfter: false });
    }
  }
  for (const [i, { runs, at, part }] of all.entries()) {
    if (parts[part]?.supported !== false) continue;
    const next = all.slice(i + 1).find((other) => other.runs[0] !== undefined && textOf(other).trim() !== '');
    if (next && parts[next.part]?.supported === false) continue;
    if (textOf({ runs, at }).trim() !== '') runs[at] = { ...runs[at]!, noteAfter: true };
  }
  return byNode;
}

export function isShownAsSource(node: Nodes): boolean {
  return shownAsSource.has(node.type);
}

function textOf({ runs, at }: { readonly runs: readonly TextRun[]; readonly at: number }): string {
  return runs[at]!.text;
}

function* leaves(node: Nodes): Generator<Nodes> {
  if (isShownAsSource(node) || 'value' in node) yield node;
  else if ('children' in node) for (const child of node.children) yield* leaves(child);
}

/** Cuts the text of a leaf where a piece of the answer begins. */
function cut(leaf: Nodes, source: string, starts: readonly number[]): { text: string; start: number }[] {
  const from = leaf.position?.start.offset ?? 0;
  const to = leaf.position?.end.offset ?? from;
  const value = isShownAsSource(leaf) || !('value' in leaf) ? source.slice(from, to) : leaf.value;
  const cuts: { text: string; start: number }[] = [];
  let at = from;
  let before = -1;
  for (const character of value) {
    // Escapes, indents and fences are in the source only and skipped.
    const found = source.indexOf(character, at);
    const place = found === -1 || found >= to ? Math.min(at, Math.max(from, to - 1)) : found;
    if (found !== -1 && found < to) at = found + character.length;
    const part = partAt(starts, place);
    if (part === before) cuts.at(-1)!.text += character;
    else cuts.push({ text: character, start: place });
    before = part;
  }
  return cuts;
}

function startsOf(parts: readonly AnswerPart[]): number[] {
  let at = 0;
  return parts.map(({ text }) => (at += text.length) - text.length);
}

/** Index of the piece with this place of the source. */
function partAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}
