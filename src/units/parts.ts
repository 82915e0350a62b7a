/** Chooses the lines to show of a unit that is too long, and around a line outside of any unit. */
import { endOfBlock, goesOn } from './blocks.ts';
import type { Block } from './blocks.ts';
import { endsBlockComment, isComment, isDecorator } from './comments.ts';
import { definitionIn } from './definitions.ts';
import { fits, tellingLines } from './extent.ts';
import { depthOf, isBlankBetween, lineOf } from './lines.ts';
import type { LineAt, Positions } from './lines.ts';
import type { TextSegment } from '../retrieval/index.ts';
import type { UnitLimits } from './types.ts';

/** Most lines to which a comment or a run of lines is followed. */
export const MAX_RUN_LINES = 80;
/** Most lines of a head. */
const MAX_HEAD_LINES = 12;
/** Lines shown on either side of a line whose run is too long. */
const AROUND_LINES = 2;
/** A part with fewer telling lines is extended. */
const TELLING_LINES = 3;
/** Lines shown below the head of a function, where the head was found. */
const BELOW_HEAD_LINES = 5;

const everywhere: Positions = { from: -Infinity, to: Infinity };

/** A line and what is around it. */
export interface LineSetting {
  readonly position: number;
  /** The line that a comment is about; for other lines the line itself. */
  readonly about: number;
  /** The blocks around the line, the innermost first. */
  readonly blocks: readonly Block[];
  readonly owner: Block | undefined;
  /** All lines of the owner with the comments above, if the line is one of them. */
  readonly whole: Positions | undefined;
}

/** The lines shown of a unit that is too long: the largest block that fits, else the lines around. */
export function partOf(setting: LineSetting, at: LineAt, limits: UnitLimits): Positions {
  const { position, about, owner, whole } = setting;
  if (whole && about === owner?.from) return headPart(position, about, whole, at, limits);
  const bounds = whole ?? owner ?? everywhere;
  const isFree = freeLines(about, whole !== undefined, at);
  const statement = statementIn(setting, bounds, at, limits);
  const run = clipped(runAround(statement, isFree, at), bounds);
  if (fits(run, limits.part, at)) return grown(run, bounds, isFree, at, limits);
  if (tellingLines(statement, at) >= TELLING_LINES) return statement;
  for (let reach = AROUND_LINES; reach > 0; reach--) {
    const around = clipped({ from: statement.from - reach, to: statement.to + reach }, run);
    if (fits(around, limits.part, at)) return around;
  }
  return statement;
}

/** The head of a function, as much of the comment above as there is room for, and the first lines below. */
function headPart(
  position: number,
  head: number,
  whole: Positions,
  at: LineAt,
  limits: UnitLimits,
): Positions {
  let range: Positions = { from: Math.min(position, head), to: endOfHead(head, at) };
  const widened = (wider: Positions): boolean => {
    const isRoom = fits(wider, limits.part, at);
    if (isRoom) range = wider;
    return isRoom;
  };
  if (position < head && !widened(range)) return commentAround(position, at, limits);
  if (!widened({ from: whole.from, to: range.to })) {
    while (position < head && isComment(at(range.from - 1)?.text ?? '')) {
      if (!widened({ from: range.from - 1, to: range.to })) break;
    }
  }
  for (let i = 0; i < BELOW_HEAD_LINES && range.to < whole.to; i++) {
    if (!widened({ from: range.from, to: range.to + 1 })) break;
  }
  return range;
}

/** The largest block around a line that fits, else the statement of the line. */
function statementIn(
  { position, about, blocks, owner }: LineSetting,
  bounds: Positions,
  at: LineAt,
  limits: UnitLimits,
): Positions {
  const block = blocks
    .filter((one) => one !== owner && one.from !== one.to && fits(one, limits.part, at))
    .at(-1);
  if (block) return clipped({ from: leadingOf(block.from, at), to: block.to }, bounds);
  const { text } = at(position)!;
  if (isComment(text)) return clipped(commentAround(position, at, limits), bounds);
  if (goesOn(text)) return { from: position, to: position };
  const range = { from: position, to: endOfBlock(about, at) };
  return fits(range, limits.part, at) ? range : { from: position, to: position };
}

/**
 * Tells which lines may be shown together with a line.
 * @param isInFunction inside a function every line belongs to it; outside, a definition or its end does not
 */
function freeLines(position: number, isInFunction: boolean, at: LineAt): (other: number) => boolean {
  const first = at(position)!;
  const depth = depthOf(first);
  return (other) => {
    const line = lineOf(other, first.file, at);
    if (!line) return false;
    return isInFunction || (depthOf(line) <= depth && !definitionIn(line.text) && !goesOn(line.text));
  };
}

/** The lines around a range, up to the next blank lines. */
function runAround({ from, to }: Positions, isFree: (line: number) => boolean, at: LineAt): Positions {
  let [above, below] = [from, to];
  while (from - above < MAX_RUN_LINES && isFree(above - 1)) {
    if (isBlankBetween(at(above - 1)!, at(above)!)) break;
    above--;
  }
  while (below - to < MAX_RUN_LINES && isFree(below + 1)) {
    if (isBlankBetween(at(below)!, at(below + 1)!)) break;
    below++;
  }
  return { from: above, to: below };
}

/** Extends a thin run across the next blank lines, because some people leave one after every statement. */
function grown(
  run: Positions,
  bounds: Positions,
  isFree: (line: number) => boolean,
  at: LineAt,
  limits: UnitLimits,
): Positions {
  let range = run;
  for (let i = 0; i < 2 * AROUND_LINES && tellingLines(range, at) < TELLING_LINES; i++) {
    const isDown = i % 2 === 0;
    const wider = isDown ? { ...range, to: range.to + 1 } : { ...range, from: range.from - 1 };
    const added = isDown ? wider.to : wider.from;
    const neighbour = isDown ? range.to : range.from;
    const isInside = added >= bounds.from && added <= bounds.to && isNear(added, neighbour, at);
    if (isInside && isFree(added) && !isComment(at(added)!.text) && fits(wider, limits.part, at))
      range = wider;
  }
  return range;
}

/** Whether up to two blank lines part two lines; more of them separate, for instance, the cells of a notebook. */
function isNear(a: number, b: number, at: LineAt): boolean {
  const [above, below] = [at(Math.min(a, b)), at(Math.max(a, b))];
  return above !== undefined && below !== undefined && below.startLine <= above.endLine + 3;
}

/** A whole comment, with the line below that it is about. */
function commentAround(position: number, at: LineAt, limits: UnitLimits): Positions {
  const { file } = at(position)!;
  let range: Positions = { from: position, to: position };
  const widened = (wider: Positions, isWanted: (text: string) => boolean): boolean => {
    const isDown = wider.to > range.to;
    const added = lineOf(isDown ? wider.to : wider.from, file, at);
    if (!added || !isWanted(added.text) || !fits(wider, limits.part, at)) return false;
    const isApart = isDown ? isBlankBetween(at(range.to)!, added) : isBlankBetween(added, at(range.from)!);
    if (isApart) return false;
    range = wider;
    return true;
  };
  while (widened({ ...range, to: range.to + 1 }, isComment));
  widened({ ...range, to: range.to + 1 }, () => true);
  while (widened({ ...range, from: range.from - 1 }, isComment));
  return range;
}

/** Where the comments and decorators above a line begin. */
export function leadingOf(position: number, at: LineAt): number {
  const { file } = at(position)!;
  let first = position;
  while (position - first < MAX_RUN_LINES) {
    const above = lineOf(first - 1, file, at);
    if (!above || areApart(above, at(first)!)) break;
    if (!isComment(above.text) && !isDecorator(above.text) && !isTypeAlone(above.text)) break;
    first--;
  }
  return first;
}

/** Whether a comment is not about the line below: a blank line parts them, unless the comment is a block. */
export function areApart(above: TextSegment, below: TextSegment): boolean {
  if (!isBlankBetween(above, below)) return false;
  const isDocumented = below.startLine === above.endLine + 2 && depthOf(above) <= depthOf(below) + 1;
  return !(isDocumented && endsBlockComment(above.text) && definitionIn(below.text));
}

/** Whether a line is a type alone: in C the type of a function may have a line of its own. */
function isTypeAlone(text: string): boolean {
  return /^(?:static|extern|inline|const|unsigned|struct|[A-Z]\w*|int|void|char|long|size_t)(?:\s+[\w*]+)*\s*$/.test(
    text,
  );
}

/** The last line of a head, which may have several. */
export function endOfHead(position: number, at: LineAt): number {
  const { file, text } = at(position)!;
  if (/[{:]\s*$/.test(text) || !text.includes('(')) return position;
  const depth = depthOf(at(position)!);
  let open = 0;
  for (let below = position; below < position + MAX_HEAD_LINES; below++) {
    const line = lineOf(below, file, at);
    if (!line) return position;
    open += openBrackets(line.text);
    if (open <= 0) return below;
    if (below > position && depthOf(line) < depth) return position;
  }
  return position;
}

function openBrackets(text: string): number {
  return (text.match(/[([]/g)?.length ?? 0) - (text.match(/[)\]]/g)?.length ?? 0);
}

function clipped(range: Positions, bounds: Positions): Positions {
  return { from: Math.max(range.from, bounds.from), to: Math.min(range.to, bounds.to) };
}
