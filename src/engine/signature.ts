import { indentationOf } from '../retrieval/index.ts';
import type { ReadingPlan, TextSegment } from '../retrieval/index.ts';

/** The line that opens the function, class or block in which a kept line stands. */
export interface Signature {
  readonly line: number;
  readonly text: string;
}

/** A definition further up than this is looked for no more, in lines. */
const MAX_DISTANCE = 400;

/** What opens a definition in most languages; a line of control flow opens a block, but says little. */
const DEFINES =
  /\b(?:function|def|class|interface|struct|enum|trait|impl|fn|func|fun|sub|module|namespace|type|record|object)\b|=>\s*[{(]?\s*$|^[\w$#*&<>[\],:.\s~]*[\w$#]\s*\([^;]*\)(?:[^;()=]*[^;()=,\s])?\s*[{:]$/;
/** The end of a definition that takes several lines: what it begins with stands further up, at the same depth. */
const CONTINUES = /^(?:[)\]}]|\{$)/;
const CONTROL_FLOW =
  /^(?:\}\s*)?(?:if|else|for|while|do|switch|case|default|try|catch|finally|with|return|elif|except|match|when|foreach|until|unless|loop|select|using|lock|synchronized)\b/;

/** Whether a line opens a function, a class or the like. */
export function opensDefinition(line: string): boolean {
  const text = line.trim();
  return !CONTINUES.test(text) && !CONTROL_FLOW.test(text) && DEFINES.test(text);
}

/**
 * The nearest line above that is indented less than everything between and opens a definition, so that a hit inside a
 * function brings the function's name along.
 */
export function signatureOf(segment: TextSegment, textAt: SegmentAt): Signature | undefined {
  let indentation = indentationOf(segment.text);
  for (let position = segment.position - 1; position >= segment.position - MAX_DISTANCE; position--) {
    const above = textAt(position);
    if (above?.file !== segment.file || indentation === 0) return undefined;
    const depth = indentationOf(above.text);
    if (depth >= indentation) continue;
    const text = above.text.trim();
    const continues = CONTINUES.test(text);
    indentation = continues ? depth + 1 : depth;
    if (opensDefinition(text)) return { line: above.startLine, text };
  }
  return undefined;
}

/** Finds segments by their position in the stream. */
export type SegmentAt = (position: number) => TextSegment | undefined;

export function segmentsOf({ sections }: ReadingPlan): SegmentAt {
  // Who asks for one segment asks for those above it next.
  let last = { section: -1, segments: [] as readonly TextSegment[] };
  return (position) => {
    let [low, high] = [0, sections.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sections[middle]!.firstPosition <= position) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return undefined;
    const section = low - 1;
    if (last.section !== section) last = { section, segments: sections[section]!.unpack() };
    return last.segments[position - sections[section]!.firstPosition];
  };
}
