import { fitBudget } from '../../../src/retrieval/fusion.ts';
import type { BenchSegment, BenchText } from '../texts.ts';
import type { Ranked } from './types.ts';

/** Segments that are ranked as one. */
export interface Document {
  /** In the order of the text, at least one. */
  readonly segments: readonly BenchSegment[];
  /** Index into the text's `unitNames`; -1 where the document is no unit. */
  readonly unit: number;
}

/** Every segment by itself. */
export function segmentDocuments(text: BenchText): Document[] {
  return text.segments.map((segment, i) => ({ segments: [segment], unit: text.units?.[i] ?? -1 }));
}

/** The units of a text that has them; segments of no unit are in no document. */
export function unitDocuments(text: BenchText): Document[] {
  const units = new Map<number, BenchSegment[]>();
  text.segments.forEach((segment, i) => {
    const unit = text.units?.[i] ?? -1;
    if (unit < 0) return;
    const segments = units.get(unit);
    if (segments) segments.push(segment);
    else units.set(unit, [segment]);
  });
  return [...units].map(([unit, segments]) => ({ unit, segments }));
}

/** What a document says, led by the name of its file where wanted. */
export function documentText(text: BenchText, document: Document, withName: boolean): string {
  const body = document.segments.map((segment) => segment.text).join('');
  return withName ? `${text.names[document.segments[0]!.file] ?? ''}\n${body}` : body;
}

/** Indices of the best scores above `least`, best first; of equals the first. */
export function best(scores: ArrayLike<number>, count: number, least = -Infinity): number[] {
  const order: number[] = [];
  for (let i = 0; i < scores.length; i++) if (scores[i]! > least) order.push(i);
  return order.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, count);
}

/** The segments of documents in their order, as many as fit into the budget, at least one. */
export function keep(
  documents: readonly Document[],
  order: readonly number[],
  scores: ArrayLike<number>,
  budgetTokens: number,
): Ranked[] {
  const ranked: Ranked[] = [];
  let tokens = 0;
  for (const i of order) {
    for (const segment of documents[i]!.segments) {
      ranked.push({ segment, tokens: segment.ids.length, score: scores[i]! });
      tokens += segment.ids.length;
    }
    if (tokens > budgetTokens) break;
  }
  return fitBudget(ranked, budgetTokens);
}
