/**
 * Chooses the lines to show for retained segments: whole functions and paragraphs, or the parts of them that answer.
 */
import type { Format } from '../corpus/index.ts';
import { estimateTokens } from '../retrieval/index.ts';
import type { Retained } from '../retrieval/index.ts';
import { fits, isBlankBetween, unitOf } from '../units/index.ts';
import type { Cut, Positions, UnitLimits, TextUnit } from '../units/index.ts';
import type { SegmentAt } from './signature.ts';

/** Longer units are shown by the lines that answer, because a person would have to search them. */
const unitLimits: Readonly<Record<Cut, UnitLimits>> = {
  // Chosen on the tune halves of `npm run bench:units`.
  code: { whole: { lines: 40, chars: 3200 }, part: { lines: 12, chars: 1200 } },
  prose: { whole: { lines: 30, chars: 1500 }, part: { lines: 12, chars: 1000 } },
  records: { whole: { lines: 1, chars: 600 }, part: { lines: 12, chars: 1200 } },
};
/** In a list every line is an answer, and the text around it is unwanted. */
const listLimits: UnitLimits = { whole: { lines: 3, chars: 300 }, part: { lines: 3, chars: 300 } };

/** A further part of a function is shown if its score is at least this share of the function's best. */
const FURTHER_PART = 0.5;

/** Segments of one file that are shown together: a range of positions in the stream. */
export interface Piece {
  readonly file: number;
  /** Positions of the first and the last segment. */
  readonly from: number;
  readonly to: number;
  readonly startLine: number;
  readonly endLine: number;
  /** Its retained segments, by position; the others stand between or around them. */
  readonly kept: ReadonlyMap<number, Retained>;
  readonly best: Retained;
}

/** The text of all files, as pieces are made from it. */
export interface Text {
  readonly at: SegmentAt;
  readonly fileOf: (file: number) => { readonly path: string; readonly format: Format };
}

/** A retained segment and its unit. */
interface Hit {
  readonly kept: Retained;
  readonly position: number;
  readonly unit: TextUnit;
}

/**
 * Makes pieces that a person can use: the retained segments of one function or paragraph become one piece, whole if
 * that is short, else the parts that answer. No line is in two pieces.
 * @returns best first
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
    // A retained segment may be a part of a long one, which is shown as a whole.
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

const RECORDS = /\.(?:csv|tsv|psv|jsonl|ndjson|log|xlsx|xlsm|xltx|ods|ots|srt|vtt)$/i;

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
  /** Best first. */
  readonly found: readonly Hit[];
}

function scoreOf([first]: readonly Hit[]): number {
  return first!.kept.score;
}

/** Most that one piece takes of the tokens left, if fewer will do, because other pieces answer too. */
const SHARE_OF_A_PIECE = 1 / 3;

/** Shares out the tokens for pieces, to the best first. */
class Budget {
  private left: number;
  private readonly at: SegmentAt;
  private isFirst = true;

  constructor(tokens: number, at: SegmentAt) {
    this.left = tokens;
    this.at = at;
  }

  /** The lines shown of an owner: all that is wanted, or the parts that answer, or none where there is no room. */
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

/** The lines shown of one owner. @param found its hits, best first */
function rangesOf(found: readonly Hit[], at: SegmentAt, limits: UnitLimits): HitRange[] {
  const [{ unit }] = found as [Hit];
  // Lines that begin alike may end differently: each brings what it takes for the whole.
  const whole = found.reduce((all, { unit: { whole } }) => union(all, whole), unit.whole);
  const isAll = (range: Positions): boolean => found.every(({ position }) => isIn(range, position));
  if (isAll(whole)) {
    if (fits(whole, limits.whole, at)) return [{ range: whole, found }];
    if (fits(unit.core, limits.whole, at)) {
      if (isAll(unit.core)) return [{ range: unit.core, found }];
      // A long comment must not keep a short function from being shown whole.
      if (fits(whole, sumOf(limits), at)) return [{ range: whole, found }];
    }
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

/** Adds lines as a piece, without those that are in another piece. */
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
    // Lines that stood apart from both pieces may touch the joined one.
    i = -1;
  }
  pieces.push(draft);
  const others = own.filter((one) => !inside.includes(one));
  // A piece in the middle parts these hits from the rest of the range.
  if (others.length > 0) add(pieces, { range, found: others }, at, limits);
}

function isIn({ from, to }: Positions, position: number): boolean {
  return position >= from && position <= to;
}

/** Whether two ranges of one file touch, without a blank line between. */
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
    // Of a segment that was retained in parts, the best part.
    kept: new Map([...bestFirst].reverse().map(({ position, kept }) => [position, kept])),
    best: bestFirst[0]!.kept,
  };
}
