/** Which lines are shown for what was kept: whole functions and paragraphs, or what of them answers. */
import type { Format } from '../corpus/index.ts';
import { estimateTokens } from '../retrieval/index.ts';
import type { Retained } from '../retrieval/index.ts';
import { fits, isBlankBetween, unitOf } from '../units/index.ts';
import type { Cut, Positions, UnitLimits, TextUnit } from '../units/index.ts';
import type { SegmentAt } from './signature.ts';

/** What is longer is shown by the lines that answer: it would have to be searched through. */
const unitLimits: Readonly<Record<Cut, UnitLimits>> = {
  // Chosen on the tune halves of `npm run bench:units`.
  code: { whole: { lines: 40, chars: 3200 }, part: { lines: 12, chars: 1200 } },
  prose: { whole: { lines: 30, chars: 1500 }, part: { lines: 12, chars: 1000 } },
  records: { whole: { lines: 1, chars: 600 }, part: { lines: 12, chars: 1200 } },
};
/** Of a list every line counts, and what stands around it is not wanted. */
const listLimits: UnitLimits = { whole: { lines: 3, chars: 300 }, part: { lines: 3, chars: 300 } };

/** A further part of a function is shown when it is so good, relative to the best of that function. */
const FURTHER_PART = 0.5;

/** Segments of one file, from one position of the stream to another, that are shown together. */
export interface Piece {
  readonly file: number;
  /** Positions of its first and its last segment. */
  readonly from: number;
  readonly to: number;
  readonly startLine: number;
  readonly endLine: number;
  /** Those of its segments that were kept, by position; the others stand between or around them. */
  readonly kept: ReadonlyMap<number, Retained>;
  readonly best: Retained;
}

/** The text as the rules see it. */
export interface Text {
  readonly at: SegmentAt;
  readonly fileOf: (file: number) => { readonly path: string; readonly format: Format };
}

/** One of what was kept, and where it belongs. */
interface Hit {
  readonly kept: Retained;
  readonly position: number;
  readonly unit: TextUnit;
}

/**
 * Pieces that a person can use: what was kept in one function or paragraph is one piece, all of it where that is short, else
 * the parts that answer. No line stands in two pieces.
 * @returns the best first
 */
export function piecesOf(
  retained: readonly Retained[],
  text: Text,
  {
    isList = false,
    budgetTokens = Infinity,
  }: { readonly isList?: boolean; readonly budgetTokens?: number | undefined } = {},
): Piece[] {
  const limitsOf = (file: number): UnitLimits => (isList ? listLimits : unitLimits[cutOf(text.fileOf(file))]);
  const owners = new Map<number, Hit[]>();
  for (const kept of [...retained].sort((a, b) => b.score - a.score)) {
    // A long segment may have been kept in parts; what is shown is the whole of it.
    const segment = text.at(kept.segment.position) ?? kept.segment;
    const unit = unitOf(segment, cutOf(text.fileOf(segment.file)), text.at, limitsOf(segment.file));
    const found = { kept, position: segment.position, unit };
    owners.set(unit.owner, [...(owners.get(unit.owner) ?? []), found]);
  }
  const limitsIn = ([one]: readonly Hit[]): UnitLimits => limitsOf(one!.kept.segment.file);
  const pieces: Draft[] = [];
  const budget = new Budget(isList ? Infinity : budgetTokens, text.at);
  const bestFirst = [...owners.values()].sort((a, b) => scoreOf(b) - scoreOf(a));
  const ranges = bestFirst.flatMap((found) => budget.spent(found, limitsIn(found)));
  for (const range of ranges.sort((a, b) => scoreOf(b.found) - scoreOf(a.found))) {
    add(pieces, range, text.at, limitsIn(range.found));
  }
  return pieces
    .map((piece) => pieceOf(piece, text.at))
    .sort((a, b) => b.best.score - a.best.score || a.from - b.from);
}

const RECORDS = /\.(?:csv|tsv|psv|jsonl|ndjson|log)$/i;

function cutOf({ path, format }: ReturnType<Text['fileOf']>): Cut {
  return RECORDS.test(path) ? 'records' : format;
}

/** A piece that may still grow. */
interface Draft extends Positions {
  readonly found: Hit[];
  readonly isLoose: boolean;
}

interface HitRange {
  readonly range: Positions;
  /** The best first. */
  readonly found: readonly Hit[];
}

function scoreOf([first]: readonly Hit[]): number {
  return first!.kept.score;
}

/** One piece takes no more of what is left than this, if less of it will do: others answer too. */
const SHARE_OF_A_PIECE = 1 / 3;

/** The tokens that pieces may still take, the best of them first. */
class Budget {
  private left: number;
  private readonly at: SegmentAt;
  private isFirst = true;

  constructor(tokens: number, at: SegmentAt) {
    this.left = tokens;
    this.at = at;
  }

  /** What is shown of an owner: all that is wanted, or the parts that answer, or nothing where there is no room. */
  spent(found: readonly Hit[], limits: UnitLimits): HitRange[] {
    const whole = rangesOf(found, this.at, limits);
    const ranges =
      this.tokensOf(whole) <= SHARE_OF_A_PIECE * this.left
        ? whole
        : rangesOf(found, this.at, { ...limits, whole: limits.part });
    return ranges.filter((range) => this.take(range));
  }

  private take(range: HitRange): boolean {
    const tokens = this.tokensOf([range]);
    if (tokens > this.left && !this.isFirst) return false;
    this.isFirst = false;
    this.left -= tokens;
    return true;
  }

  private tokensOf(ranges: readonly HitRange[]): number {
    let tokens = 0;
    for (const { range } of ranges) {
      for (let i = range.from; i <= range.to; i++) tokens += estimateTokens(this.at(i)!.text);
    }
    return tokens;
  }
}

/** What is shown of one owner. @param found in it, the best first */
function rangesOf(found: readonly Hit[], at: SegmentAt, limits: UnitLimits): HitRange[] {
  const [{ unit }] = found as [Hit];
  if (fits(unit.whole, limits.whole, at)) return [{ range: unit.whole, found }];
  if (fits(unit.core, limits.whole, at)) {
    const isInCore = found.every(({ position }) => position >= unit.core.from);
    if (isInCore) return [{ range: unit.core, found }];
    // A long comment does not keep a function that is short from being seen.
    if (fits(unit.whole, sumOf(limits), at)) return [{ range: unit.whole, found }];
  }
  const ranges: { range: Positions; found: Hit[] }[] = [];
  for (const one of found) {
    const part = union(one.unit.part, { from: one.position, to: one.position });
    const joined = ranges.find(({ range }) => fits(union(range, part), limits.part, at));
    if (joined) {
      joined.range = union(joined.range, part);
      joined.found.push(one);
    } else ranges.push({ range: part, found: [one] });
  }
  const least = FURTHER_PART * scoreOf(found);
  return ranges.filter((range, i) => i === 0 || scoreOf(range.found) >= least);
}

function sumOf({ whole, part }: UnitLimits): UnitLimits['whole'] {
  return { lines: whole.lines + part.lines, chars: whole.chars + part.chars };
}

function union(a: Positions, b: Positions): Positions {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/** Adds lines as a piece of their own, without those that stand in another piece. */
function add(pieces: Draft[], { range, found }: HitRange, at: SegmentAt, limits: UnitLimits): void {
  let { from, to } = range;
  let own = [...found];
  for (const piece of pieces) {
    const inside = own.filter(({ position }) => isIn(piece, position));
    piece.found.push(...inside);
    own = own.filter((one) => !inside.includes(one));
    if (own.length === 0) return;
    if (piece.to < own[0]!.position) from = Math.max(from, piece.to + 1);
    else to = Math.min(to, piece.from - 1);
  }
  const inside = own.filter(({ position }) => isIn({ from, to }, position));
  if (inside.length === 0) return;
  const isLoose = inside.every(({ unit }) => unit.isLoose);
  const draft: Draft = { from, to, found: inside, isLoose };
  for (let i = 0; isLoose && i < pieces.length; i++) {
    const piece = pieces[i]!;
    if (!piece.isLoose || !areNeighbours(piece, draft, at)) continue;
    const both = union(piece, draft);
    if (!fits(both, limits.part, at)) continue;
    Object.assign(draft, both);
    draft.found.push(...piece.found);
    pieces.splice(i, 1);
    // What stood apart from the two of them may touch them now.
    i = -1;
  }
  pieces.push(draft);
  const others = own.filter((one) => !inside.includes(one));
  // What a piece in the middle parts from the rest.
  if (others.length > 0) add(pieces, { range, found: others }, at, limits);
}

function isIn({ from, to }: Positions, position: number): boolean {
  return position >= from && position <= to;
}

/** Whether one follows the other in the same file, without a blank line between. */
function areNeighbours(a: Positions, b: Positions, at: SegmentAt): boolean {
  const [above, below] = a.to < b.from ? [a, b] : [b, a];
  if (above.to + 1 !== below.from) return false;
  const [last, first] = [at(above.to)!, at(below.from)!];
  return last.file === first.file && !isBlankBetween(last, first);
}

function pieceOf({ from, to, found }: Draft, at: SegmentAt): Piece {
  const [first, last] = [at(from)!, at(to)!];
  const bestFirst = [...found].sort((a, b) => b.kept.score - a.kept.score);
  return {
    file: first.file,
    from,
    to,
    startLine: first.startLine,
    endLine: last.endLine,
    // Of a segment that was kept in parts the best.
    kept: new Map([...bestFirst].reverse().map(({ position, kept }) => [position, kept])),
    best: bestFirst[0]!.kept,
  };
}
