/** Blocks of code by their indentation: what every language has, and what a person sees first. */
import { isOutdented } from './comments.ts';
import { definitionIn, mayBeHead } from './definitions.ts';
import type { DefinitionKind } from './definitions.ts';
import { depthOf, isBlankBetween, lineOf } from './lines.ts';
import type { LineAt, Positions } from './lines.ts';

/** Lines from one that opens something to the one that closes it. */
export interface Block extends Positions {
  /** What its first line defines, if anything. */
  readonly defines: DefinitionKind | undefined;
}

/** Further than this nobody looks for the beginning or the end of a block, in lines. */
const MAX_DISTANCE = 400;

/** At the depth of the line that opened a block, these go on with it. */
const GOES_ON =
  /^(?:[)\]}]|\{|<\/|=>|(?:else|elsif|elif|elseif|except|catch|finally|rescue|ensure|then|do|begin|where|in|of|end|fi|done|esac|endif|endfunction|endwhile|endfor)\b)/i;
/** The line that ends a block; one that opens the next part of it does not. */
const CLOSES = /^(?:[)\]}]|<\/|(?:end|fi|done|esac|endif|endfunction|endwhile|endfor)\b)/i;
const REOPENS = /(?:[{([:,]|=>|->|\bdo|\bthen|\bwhere|=)$/;
/** Goes on with a statement whose brackets are closed. */
const CHAINED = /^(?:[.{]|\?\.|->|=>|&&|\|\||:)/;
/** What opens like this has a line that closes it; what ends with a colon ends where the indentation does. */
const IS_CLOSED = /(?:[{([]|\bdo(?:\s*\|[^|]*\|)?)$/;
/** A line that is indented less than its function (text in a template) is passed over if the function is closed so soon. */
const MAX_STRAY_LINES = 60;

/** Whether a line belongs to a block that was opened above at the same depth. */
export function goesOn(text: string): boolean {
  return GOES_ON.test(text.trim());
}

/**
 * The last line of what a line opens; the line itself where it opens nothing.
 * Indentation decides; brackets and words that close at the same depth belong to it, and what people outdent (labels,
 * conditions of the preprocessor, comments) does not end it.
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
      // A bracket closes nothing that was not opened.
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

/** Whether a block of this depth is closed further below, with nothing defined at its depth before. */
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
 * The blocks around a line, the innermost first, up to and with the first that is a type, or a function of more lines than
 * anybody is shown.
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

/** A line at the margin may stand in a function all the same: a label, the text of a template. */
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

/** What the lines from here on define: also a head of several lines, and one whose block opens in the next line. */
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
      // A head that is aligned with its bracket ends with the brace of its block.
      if (/[)\w>]\s*\{$/.test(trimmed) && position <= from + 12)
        return opensCall(text) ? undefined : 'function';
      continue;
    }
    return /^\{/.test(trimmed) || /^[)\]].*(?:\{|:|=>)$/.test(trimmed) ? 'function' : undefined;
  }
  return undefined;
}

/** A call whose last argument is a function reads like a head of several lines, but for the function on its first line. */
function opensCall(text: string): boolean {
  return /(?:=>|\bfunction\b|\{)\s*\S*$/.test(text.trim()) || /^[\w$.]+\($/.test(text.trim());
}
