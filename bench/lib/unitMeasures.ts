/** How well pieces of evidence show a function that is wanted. */
import type { CorpusFile } from '../../src/corpus/index.ts';
import type { Evidence } from '../../src/contract/index.ts';
import { toEvidence } from '../../src/engine/evidence.ts';
import { placesIn } from '../../src/engine/places.ts';
import { estimateTokens } from '../../src/retrieval/index.ts';
import type { Retained } from '../../src/retrieval/index.ts';
import { saysSomething } from '../../src/units/index.ts';
import type { Ranked } from './baselines/types.ts';
import type { BenchGroup } from './sets/types.ts';
import type { BenchText } from './texts.ts';

/** In estimated tokens. */
export const COMPLETE_WITHIN = [500, 1000, 2000] as const;
/** Fewer lines that say something make a thin piece. */
const THIN_LINES = 3;
/** So many pieces are looked at by a person. */
const LOOKED_AT = 10;

const linesAlone = placesIn(new Map());

/** What is shown: lines of a file of a text, in order of merit. */
interface Shown {
  readonly file: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly tokens: number;
  readonly text: string;
}

export const showings = {
  'lines as they were kept': keptLines,
  'units (the product)': units,
};
export type Showing = keyof typeof showings;

/** One question. */
export interface UnitMeasure {
  /** Overlap of the first piece with the right function. */
  readonly first: number;
  /** Of the first piece that has a line of it, among those that are looked at; null where none has. */
  readonly found: number | null;
  /** Whether all of it is shown within each of the tokens. */
  readonly complete: readonly boolean[];
  /** Tokens shown until all of it is; null where that never comes. */
  readonly tokensUntil: number | null;
  /** For each piece that is looked at, 1 where it is thin. */
  readonly thin: readonly number[];
  /** Functions, or lines of none, among the pieces that are looked at. */
  readonly places: number;
  readonly pieceTokens: number;
}

/** @param kept `[question]`, best first */
export function measureUnits(
  { text, items }: BenchGroup,
  kept: readonly (readonly Ranked[])[],
  showing: Showing,
): UnitMeasure[] {
  return items.map(({ goldUnit, question }, q) => {
    const gold = new Set<string>();
    let file = -1;
    text.segments.forEach((segment, i) => {
      if (text.units![i] !== goldUnit) return;
      ({ file } = segment);
      for (let line = segment.startLine; line <= segment.endLine; line++) gold.add(`${line}`);
    });
    const shown = showings[showing](text, kept[q]!, question);
    return measureOf(shown, gold, file, text);
  });
}

function measureOf(
  shown: readonly Shown[],
  gold: ReadonlySet<string>,
  file: number,
  text: BenchText,
): UnitMeasure {
  const overlapOf = (piece: Shown): number => {
    if (piece.file !== file) return 0;
    const lines = linesOf(piece);
    const both = lines.filter((line) => gold.has(line)).length;
    return both / (lines.length + gold.size - both);
  };
  const looked = shown.slice(0, LOOKED_AT);
  const left = new Set(gold);
  let tokens = 0;
  let tokensUntil: number | null = null;
  for (const piece of shown) {
    ({ tokens } = { tokens: tokens + piece.tokens });
    if (piece.file === file) for (const line of linesOf(piece)) left.delete(line);
    if (left.size === 0) {
      tokensUntil = tokens;
      break;
    }
  }
  const found = looked.map(overlapOf).find((overlap) => overlap > 0);
  return {
    first: shown[0] ? overlapOf(shown[0]) : 0,
    found: found ?? null,
    complete: COMPLETE_WITHIN.map((most) => tokensUntil !== null && tokensUntil <= most),
    tokensUntil,
    thin: looked.map((piece) => (isThin(piece, text) ? 1 : 0)),
    places: new Set(looked.map((piece) => placeOf(piece, text))).size,
    pieceTokens: looked.reduce((sum, piece) => sum + piece.tokens, 0) / Math.max(1, looked.length),
  };
}

function linesOf({ startLine, endLine }: Shown): string[] {
  return Array.from({ length: endLine - startLine + 1 }, (_, i) => `${startLine + i}`);
}

/** A function that is shown whole says all that it has to say. */
function isThin(
  { file, startLine, endLine, text: shown }: Shown,
  { segments, units = [] }: BenchText,
): boolean {
  if (shown.split('\n').filter(saysSomething).length >= THIN_LINES) return false;
  const at = firstOf(file, startLine, segments);
  const unit = units[at] ?? -1;
  if (unit < 0) return true;
  return segments.some(
    (segment, i) => units[i] === unit && (segment.startLine < startLine || segment.endLine > endLine),
  );
}

/** The function in which a piece begins, else its line. */
function placeOf({ file, startLine }: Shown, { segments, units = [] }: BenchText): string {
  const at = firstOf(file, startLine, segments);
  const unit = units[at] ?? -1;
  return unit >= 0 ? `${unit}` : `${file}:${startLine}`;
}

/** Position of the segment at a line, by halving: files follow each other. */
function firstOf(file: number, line: number, segments: BenchText['segments']): number {
  let [low, high] = [0, segments.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { file: other, endLine } = segments[middle]!;
    if (other > file || (other === file && endLine >= line)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Neighbouring lines as one piece, as they were kept. */
function keptLines(_: BenchText, kept: readonly Ranked[]): Shown[] {
  const sorted = [...kept].sort((a, b) => a.segment.position - b.segment.position);
  const pieces: { shown: Shown; last: number; score: number }[] = [];
  for (const { segment, score } of sorted) {
    const { file, startLine, endLine, position, text } = segment;
    const before = pieces.at(-1);
    if (before && before.shown.file === file && before.last >= position - 1) {
      const all = `${before.shown.text.trimEnd()}\n${text}`;
      before.shown = {
        file,
        startLine: before.shown.startLine,
        endLine,
        text: all,
        tokens: estimateTokens(all),
      };
      before.last = position;
      before.score = Math.max(before.score, score);
    } else {
      const shown = { file, startLine, endLine, text, tokens: estimateTokens(text) };
      pieces.push({ shown, last: position, score });
    }
  }
  return pieces.sort((a, b) => b.score - a.score).map(({ shown }) => shown);
}

/** As the product shows them. */
function units(text: BenchText, kept: readonly Ranked[], question: string): Shown[] {
  const best = Math.max(...kept.map(({ score }) => score));
  const retained = kept.map(({ segment, tokens, score }): Retained => {
    const share = score / best;
    const shares = { attention: share, keywords: share };
    return { segment, tokens, score: share, attention: share, keywords: score, shares };
  });
  const files = text.names.map((path): CorpusFile => ({
    root: 0,
    path,
    absolutePath: path,
    sizeBytes: 1,
    format: 'code',
  }));
  const numbers = new Map(text.names.map((name, file) => [name, file]));
  const evidence = toEvidence(retained, {
    files,
    segmentAt: (at) => text.segments[at],
    placeOf: linesAlone,
    question,
  });
  return evidence.map((piece) => shownPiece(piece, numbers.get(piece.path)!));
}

function shownPiece({ startLine, endLine, text, signature }: Evidence, file: number): Shown {
  const tokens = estimateTokens(text) + (signature ? estimateTokens(signature.text) : 0);
  return { file, startLine, endLine, text, tokens };
}
