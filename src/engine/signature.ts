import { indentationOf, sectionAt } from '../retrieval/index.ts';
import type { ReadingPlan, TextSegment } from '../retrieval/index.ts';

/** A line that says what the lines below it belong to. */
export interface OpeningLine {
  readonly line: number;
  readonly text: string;
}

/** In lines; a definition further up is not looked for. */
const MAX_DISTANCE = 400;

/** What opens a definition in most languages; a line of control flow opens a block, but says little. */
const DEFINES =
  /\b(?:function|def|class|interface|struct|enum|trait|impl|fn|func|fun|sub|module|namespace|type|record|object)\b|=>\s*[{(]?\s*$|^[\w$#*&<>[\],:.\s~]*[\w$#]\s*\([^;]*\)(?:[^;()=]*[^;()=,\s])?\s*[{:]$/;
/** The end of a definition that takes several lines; it begins further up at the same depth. */
const CONTINUES = /^(?:[)\]}]|\{$)/;
const CONTROL_FLOW =
  /^(?:\}\s*)?(?:if|else|for|while|do|switch|case|default|try|catch|finally|with|return|elif|except|match|when|foreach|until|unless|loop|select|using|lock|synchronized)\b/;

/** Whether a line opens a function, a class or the like. */
export function opensDefinition(line: string): boolean {
  const text = line.trim();
  return !CONTINUES.test(text) && !CONTROL_FLOW.test(text) && DEFINES.test(text);
}

/**
 * The nearest line above that opens a definition and is indented less than everything between, so that a hit inside a
 * function brings the name of the function.
 */
export function signatureOf(segment: TextSegment, textAt: SegmentAt): OpeningLine | undefined {
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

/** Kept unpacked, because the surroundings of a piece may begin in one section and end in the next. */
const UNPACKED_SECTIONS = 4;

export function segmentsOf({ sections }: ReadingPlan): SegmentAt {
  /** By section, the latest last. */
  const unpacked = new Map<number, readonly TextSegment[]>();
  const unpack = (section: number): readonly TextSegment[] => {
    const segments = unpacked.get(section) ?? sections[section]!.unpack();
    unpacked.delete(section);
    unpacked.set(section, segments);
    if (unpacked.size > UNPACKED_SECTIONS) unpacked.delete(unpacked.keys().next().value!);
    return segments;
  };
  return (position) => {
    const section = sectionAt(sections, position);
    if (section < 0) return undefined;
    return unpack(section)[position - sections[section]!.firstPosition];
  };
}
