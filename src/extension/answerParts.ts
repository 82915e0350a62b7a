/** Cuts an answer into plain text, citations and unsupported sentences, in the order of the text. */
import type { Answer } from '../engine/protocol.ts';

export interface Part {
  readonly text: string;
  readonly supported: boolean;
  /** Index into the evidence list when the text is a citation's marker. */
  readonly evidence?: number;
}

/** The texts of all parts joined are the answer's text. */
export function answerParts(answer: Answer): Part[] {
  const { text } = answer;
  const doubtful = ranges(text, answer.unsupported);
  const markers = new Map(answer.citations.map((citation) => [citation.marker, citation.evidence]));
  const cuts = new Set([0, text.length, ...doubtful.flat()]);
  const citations = new Map<number, { end: number; evidence: number }>();
  for (const [marker, evidence] of markers) {
    for (const [start, end] of ranges(text, [marker])) {
      cuts.add(start).add(end);
      citations.set(start, { end, evidence });
    }
  }
  const points = [...cuts].sort((a, b) => a - b);
  const parts: Part[] = [];
  for (const [i, start] of points.entries()) {
    const end = points[i + 1];
    if (end === undefined) break;
    const supported = !doubtful.some(([from, to]) => from <= start && end <= to);
    const citation = citations.get(start);
    const piece = { text: text.slice(start, end), supported };
    parts.push(citation?.end === end ? { ...piece, evidence: citation.evidence } : piece);
  }
  return parts;
}

/** Every place of the needles in the text. */
function ranges(text: string, needles: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  for (const needle of needles) {
    if (!needle) continue;
    let start = text.indexOf(needle);
    while (start !== -1) {
      found.push([start, start + needle.length]);
      start = text.indexOf(needle, start + needle.length);
    }
  }
  return found;
}
