import { indentationOf, sectionAt } from '../retrieval/index.ts';
import type { ReadingPlan, TextSegment } from '../retrieval/index.ts';
import { definitionAt, endOfBlock, headingOf } from '../units/index.ts';

/** A line that says what the lines below it belong to. */
export interface OpeningLine {
  readonly line: number;
  readonly text: string;
}

/** In lines; a definition further up is not looked for. */
const MAX_DISTANCE = 400;

/** The end of a definition that takes several lines: what it begins with stands further up, at the same depth. */
const CONTINUES = /^(?:[)\]}]|\{$)/;

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
    if (!continues && opensDefinition(position, depth, textAt)) return { line: above.startLine, text };
  }
  return undefined;
}

/** The heading of the section in which a sentence stands. */
export function headingAbove({ position }: TextSegment, textAt: SegmentAt): OpeningLine | undefined {
  const at = headingOf(position, textAt);
  if (at === undefined || at === position) return undefined;
  const { startLine, text } = textAt(at)!;
  return { line: startLine, text: text.trim().split('\n')[0]! };
}

/** A function that is handed to a call says where one is only where nothing else is around it. */
function opensDefinition(position: number, depth: number, textAt: SegmentAt): boolean {
  const defines = definitionAt(position, endOfBlock(position, textAt), textAt);
  return defines === 'wrapped' ? depth === 0 : defines !== undefined;
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
