/** Finds blocks of code by their indentation, which every language has. */
import { isOutdented } from './comments.ts';
import { definitionIn, mayBeHead } from './definitions.ts';
import type { DefinitionKind } from './definitions.ts';
import { depthOf, isBlankBetween, lineOf } from './lines.ts';
import type { LineAt, Positions } from './lines.ts';

/** The lines from one that opens something to the one that closes it. */
export interface Block extends Positions {
  /** What its first line defines, if anything. */
  readonly defines: DefinitionKind | undefined;
}

/** Most lines that are searched for the beginning or the end of a block. */
const MAX_DISTANCE = 400;

/** Matches a line that continues the block opened at its depth. */
const GOES_ON =
  /^(?:[)\]}]|\{|<\/|=>|(?:else|elsif|elif|elseif|except|catch|finally|rescue|ensure|then|do|begin|where|in|of|end|fi|done|esac|endif|endfunction|endwhile|endfor)\b)/i;
/** Matches a line that ends the block, rather than one that opens its next part. */
const CLOSES = /^(?:[)\]}]|<\/|(?:end|fi|done|esac|endif|endfunction|endwhile|endfor)\b)/i;
const REOPENS = /(?:[{([:,]|=>|->|\bdo|\bthen|\bwhere|=)$/;
/** Matches a line that continues a statement whose brackets are closed. */
const CHAINED = /^(?:[.{]|\?\.|->|=>|&&|\|\||:)/;
/** Matches an opening that needs a closing line; a block after a colon ends where the indentation does. */
const IS_CLOSED = /(?:[{([]|\bdo(?:\s*\|[^|]*\|)?)$/;
/**
 * A line indented less than its function, such as text in a template, is passed over if the function closes within this
 * many lines.
 */
const MAX_STRAY_LINES = 60;

/** Whether a line belongs to a block that was opened above at the same depth. */
export function goesOn(text: string): boolean {
  return GOES_ON.test(text.trim());
}

/**
 * The last line of the block that a line opens; the line itself where it opens none. Indentation decides. Brackets and
 * words that close at the same depth belong to the block, and lines that people outdent (labels, preprocessor
 * conditions, comments) do not end it.
 */
export function endOfBlock(from: number, at: LineAt): number {
  const first = at(from)!;
  const depth = depthOf(first);
  let last = from;
  let opened = first.text.trim();
  let closed = false;
  for (let position = from + 1; position <= from + MAX_DISTANCE; position++) {
    const line = lineOf(position, first.file, at);
    if (!line) break;
    const text = line.text.trim();
    const indentation = depthOf(line);
    if (closed) {
      const continues =
        indentation > depth ? CHAINED.test(text) : indentation === depth && /^(?:[{)]|where\b)/.test(text);
      if (!continues || isBlankBetween(at(position - 1)!, line)) return last;
      closed = false;
    }
    if (indentation > depth) {
      last = position;
    } else if (indentation === depth && GOES_ON.test(text)) {
      // This bracket closes something that the block did not open.
      if (last === from && /^[)\]}]/.test(text) && !REOPENS.test(opened)) return from;
      last = position;
      opened = text;
      closed = CLOSES.test(text) && !REOPENS.test(text);
    } else if (!isOutdented(text) || (indentation === depth && last === from)) {
      const isStray = IS_CLOSED.test(opened) && isClosedBelow(position, depth, first.file, at);
      if (last === from || !isStray) return last;
    }
  }
  return last;
}

/** Whether a block of this depth closes within reach, before anything else is defined at its depth. */
function isClosedBelow(position: number, depth: number, file: number, at: LineAt): boolean {
  for (let below = position; below < position + MAX_STRAY_LINES; below++) {
    const line = lineOf(below, file, at);
    if (!line) return false;
    const indentation = depthOf(line);
    if (indentation > depth) continue;
    if (indentation === depth && /^(?:[)\]}]|end\b)/.test(line.text.trim())) return true;
    if (definitionIn(line.text)) return false;
  }
  return false;
}

/**
 * The blocks around a line, the innermost first, up to the first type or the first function with more than `mostLines`
 * lines, which is included.
 */
export function blocksAround(position: number, mostLines: number, at: LineAt): Block[] {
  const line = at(position)!;
  const blocks: Block[] = [];
  const add = (from: number): boolean => {
    const to = endOfBlock(from, at);
    if (to < position) return false;
    const defines = definitionAt(from, to, at);
    if (to > from || defines) blocks.push({ from, to, defines });
    return defines === 'type' || (defines === 'function' && to - from >= mostLines);
  };
  const continues = goesOn(line.text);
  if (!continues && add(position)) return blocks;
  let limit = depthOf(line) + (continues ? 1 : 0);
  for (let above = position - 1; above >= position - MAX_DISTANCE && limit > 0; above--) {
    const candidate = lineOf(above, line.file, at);
    if (!candidate) break;
    const depth = depthOf(candidate);
    if (depth >= limit || isOutdented(candidate.text)) continue;
    const isPart = goesOn(candidate.text);
    limit = isPart ? depth + 1 : depth;
    if (!isPart && add(above)) return blocks;
  }
  if (blocks.length === 0) addAroundStray(position, add, at);
  return blocks;
}

/** Looks for the function around a line at the margin, which may be a label or the text of a template. */
function addAroundStray(position: number, add: (from: number) => boolean, at: LineAt): void {
  const { file } = at(position)!;
  for (let above = position - 1; above >= position - MAX_STRAY_LINES; above--) {
    const line = lineOf(above, file, at);
    if (!line) return;
    if (!definitionIn(line.text)) continue;
    add(above);
    return;
  }
}

/**
 * Kind of the definition that begins here, also with a head of several lines or a block that opens on the next line.
 */
export function definitionAt(from: number, to: number, at: LineAt): DefinitionKind | undefined {
  const first = at(from)!;
  const { text } = first;
  const defines = definitionIn(text);
  if (defines) return defines;
  if (to === from || !mayBeHead(text)) return undefined;
  const depth = depthOf(first);
  for (let position = from + 1; position <= to; position++) {
    const line = at(position)!;
    const trimmed = line.text.trim();
    if (depthOf(line) > depth) {
      // The head ends with the brace of its block, also where its lines are aligned with its bracket.
      if (/[)\w>]\s*\{$/.test(trimmed) && position <= from + 12)
        return opensCall(text) ? undefined : 'function';
      continue;
    }
    return /^\{/.test(trimmed) || /^[)\]].*(?:\{|:|=>)$/.test(trimmed) ? 'function' : undefined;
  }
  return undefined;
}

/** Whether a line begins a call that passes a function, which otherwise looks like a head of several lines. */
function opensCall(text: string): boolean {
  return /(?:=>|\bfunction\b|\{)\s*\S*$/.test(text.trim()) || /^[\w$.]+\($/.test(text.trim());
}
