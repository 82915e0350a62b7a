/** Finds the unit around a line of code. */
import { blocksAround, definitionAt, endOfBlock } from './blocks.ts';
import type { Block } from './blocks.ts';
import { isComment, isDecorator } from './comments.ts';
import { fits } from './extent.ts';
import { isBlankBetween, lineOf } from './lines.ts';
import type { LineAt } from './lines.ts';
import { areApart, endOfHead, leadingOf, MAX_RUN_LINES, partOf } from './parts.ts';
import type { UnitLimits, TextUnit } from './types.ts';

/** The function, method, head of a class, block or run of lines around a line of code. */
export function unitOfCode(position: number, at: LineAt, limits: UnitLimits): TextUnit {
  const line = at(position)!;
  const about = isComment(line.text) || isDecorator(line.text) ? subjectOf(position, at) : position;
  const blocks = blocksAround(about, limits.whole.lines, at);
  const owner = ownerAmong(blocks, limits, at);
  const body = owner?.defines === 'type' && !fits(owner, limits.part, at) ? headOf(owner, at) : owner;
  const isInBody = body !== undefined && about <= body.to;
  const core = isInBody ? body : undefined;
  const whole = core && { from: leadingOf(core.from, at), to: core.to };
  const part = partOf({ position, about, blocks, owner, whole }, at, limits);
  return {
    owner: core ? core.from : part.from,
    isLoose: core === undefined,
    whole: whole ?? part,
    core: core ?? part,
    part,
  };
}

/**
 * The block that a line belongs to: a type that fits as a part, else the outermost function that fits whole, else the
 * innermost function, else a function passed to a call, else the type.
 */
function ownerAmong(blocks: readonly Block[], limits: UnitLimits, at: LineAt): Block | undefined {
  const type = blocks.find(({ defines }) => defines === 'type');
  if (type && fits(type, limits.part, at)) return type;
  const functions = blocks.filter(({ defines }) => defines === 'function' || defines === 'wrapped');
  return (
    functions.filter((block) => fits(block, limits.whole, at)).at(-1) ??
    functions.find(({ defines }) => defines === 'function') ??
    functions[0] ??
    type
  );
}

/** The line that comments and decorators are about; the position itself where no line follows directly. */
function subjectOf(position: number, at: LineAt): number {
  const { file } = at(position)!;
  for (let below = position; below < position + MAX_RUN_LINES; below++) {
    const line = lineOf(below, file, at);
    if (!line) return position;
    if (below > position && areApart(at(below - 1)!, line)) return position;
    if (!isComment(line.text) && !isDecorator(line.text)) return isDefinedAt(below, at) ? below : position;
  }
  return position;
}

function isDefinedAt(position: number, at: LineAt): boolean {
  return definitionAt(position, endOfBlock(position, at), at) !== undefined;
}

/** The head of a type: its lines before the first function in it, or before the first blank line below its fields. */
function headOf(type: Block, at: LineAt): Block {
  let to = endOfHead(type.from, at);
  while (to < type.to && to - type.from < MAX_RUN_LINES) {
    const next = at(to + 1)!;
    if (isBlankBetween(at(to)!, next) && to > type.from + 1) break;
    if (isDefinedAt(subjectOf(to + 1, at), at)) break;
    to++;
  }
  return { ...type, to };
}
