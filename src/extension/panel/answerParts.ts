/** Cuts an answer into plain text, citations and unsupported sentences, in the order of the text. */
import type { Answer } from '../../contract/index.ts';

export interface SupportedPart {
  readonly text: string;
  readonly supported: boolean;
  /** Index into the evidence, set where the text is a citation's marker. */
  readonly evidence?: number;
}

/** Splits the answer; the texts of all parts joined are the answer's text. */
export function answerParts({ text, unsupported, citations }: Answer): SupportedPart[] {
  const doubtful = unsupported.map(({ start, text: { length } }) => ({ start, end: start + length }));
  const markers = new Map(
    citations.flatMap(({ marker, starts, evidence }) =>
      starts.map((start) => [start, { end: start + marker.length, evidence }] as const),
    ),
  );
  const cuts = new Set([0, text.length, ...doubtful.flatMap(({ start, end }) => [start, end])]);
  for (const [start, { end }] of markers) cuts.add(start).add(end);
  const points = [...cuts].sort((a, b) => a - b);
  return points.slice(1).map((end, i): SupportedPart => {
    const start = points[i]!;
    const piece = {
      text: text.slice(start, end),
      supported: !doubtful.some((sentence) => sentence.start <= start && end <= sentence.end),
    };
    const marker = markers.get(start);
    return marker?.end === end ? { ...piece, evidence: marker.evidence } : piece;
  });
}
