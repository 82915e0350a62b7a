/** Finds the unit around a sentence of prose: its section where that is short, else its paragraph. */
import { isHeading } from '../answer/index.ts';
import { fits } from './extent.ts';
import { isBlankBetween, lineOf } from './lines.ts';
import type { LineAt, Positions } from './lines.ts';
import type { UnitLimits, TextUnit } from './types.ts';

/** Most sentences of a section; the search ends there. */
const MAX_SENTENCES = 400;
/** Matches the end of a paragraph that introduces the one below. */
const ANNOUNCES = /[?？:：]["'”’)\]*_]*$/;
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/;
export const TABLE_ROW = /^\s*\||\S \| \S/;

export function unitOfProse(position: number, at: LineAt, limits: UnitLimits): TextUnit {
  const { file, text } = at(position)!;
  const heading = headingOf(position, at);
  const section = sectionOf(heading ?? position, heading !== undefined, at);
  if (section && fits(section, limits.part, at)) {
    return { owner: section.from, isLoose: false, whole: section, core: section, part: section };
  }
  const paragraph = paragraphOf(position, at);
  const announced = withAnnounced(paragraph, at, limits);
  const whole = isHeading(text) ? grown(announced, at, limits) : announced;
  const isRow = TABLE_ROW.test(text) && !fits(whole, limits.part, at);
  const part =
    isRow || !lineOf(position, file, at)
      ? { from: position, to: position }
      : sentences(position, whole, at, limits);
  return { owner: whole.from, isLoose: false, whole, core: whole, part };
}

/** The heading above a sentence, or the sentence itself if it is one; undefined where there is none. */
export function headingOf(position: number, at: LineAt): number | undefined {
  const { file } = at(position)!;
  for (let above = position; above > position - MAX_SENTENCES; above--) {
    const line = lineOf(above, file, at);
    if (!line) return undefined;
    if (isHeading(line.text)) return above;
  }
  return undefined;
}

/** From a heading to the next one. Only a section with a heading counts. */
function sectionOf(from: number, isHeaded: boolean, at: LineAt): Positions | undefined {
  if (!isHeaded) return undefined;
  const { file } = at(from)!;
  let to = from;
  while (to - from < MAX_SENTENCES) {
    const line = lineOf(to + 1, file, at);
    if (!line || isHeading(line.text)) break;
    to++;
  }
  return { from, to };
}

/** The sentences between two blank lines, or a whole fenced block. */
function paragraphOf(position: number, at: LineAt): Positions {
  const { file } = at(position)!;
  let [from, to] = [position, position];
  const isPart = (above: number, below: number): boolean => {
    const [first, second] = [lineOf(above, file, at), lineOf(below, file, at)];
    return (
      !!first &&
      !!second &&
      !isBlankBetween(first, second) &&
      !isHeading(first.text) &&
      !isHeading(second.text)
    );
  };
  while (position - from < MAX_SENTENCES && isPart(from - 1, from)) from--;
  while (to - position < MAX_SENTENCES && isPart(to, to + 1)) to++;
  return { from, to };
}

/** Adds the paragraph above that introduces this one, and the one below that this one introduces. */
function withAnnounced(paragraph: Positions, at: LineAt, limits: UnitLimits): Positions {
  const { file } = at(paragraph.from)!;
  let { from, to } = paragraph;
  const above = lineOf(from - 1, file, at);
  if (above && !isHeading(above.text) && ANNOUNCES.test(above.text.trim())) {
    const wider = { from: paragraphOf(from - 1, at).from, to };
    if (fits(wider, limits.whole, at)) ({ from } = wider);
  }
  const below = lineOf(to + 1, file, at);
  if (below && !isHeading(below.text) && ANNOUNCES.test(at(to)!.text.trim())) {
    const wider = { from, to: paragraphOf(to + 1, at).to };
    if (fits(wider, limits.whole, at)) ({ to } = wider);
  }
  return { from, to };
}

/** Adds to a heading the paragraphs below it that fit. */
function grown(range: Positions, at: LineAt, limits: UnitLimits): Positions {
  const { file } = at(range.from)!;
  let { to } = range;
  for (;;) {
    const next = lineOf(to + 1, file, at);
    if (!next || (isHeading(next.text) && to > range.from)) break;
    const wider = { from: range.from, to: isHeading(next.text) ? to + 1 : paragraphOf(to + 1, at).to };
    if (!fits(wider, limits.part, at)) break;
    ({ to } = wider);
  }
  if (to === range.from && lineOf(to + 1, file, at)) to = Math.min(paragraphOf(to + 1, at).to, to + 4);
  return { from: range.from, to };
}

/** The sentences around one, within a paragraph that is too long. */
function sentences(position: number, { from, to }: Positions, at: LineAt, limits: UnitLimits): Positions {
  let range: Positions = { from: position, to: position };
  for (let reach = 1; reach <= 2; reach++) {
    const wider = { from: Math.max(from, position - reach), to: Math.min(to, position + reach) };
    if (!fits(wider, limits.part, at)) break;
    range = wider;
  }
  return range;
}

export function opensFence(text: string): boolean {
  return FENCE.test(text);
}
