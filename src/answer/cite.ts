import type { UnsupportedSentence } from '../contract/index.ts';
import { toCitations } from './markers.ts';
import { isLayout } from './support.ts';
import type { CheckedSentence, CitedAnswer } from './types.ts';

/** A line that opens or closes a block of code. */
const FENCE = /^\s*(?:```|~~~)/gm;

/**
 * Adds a marker such as `[2]` to each supported sentence: the rank of the evidence that supports it best. Blocks of
 * code get none.
 * @param sentences joined they are the text, which has no markers yet and no space at its ends
 */
export function cite(sentences: readonly CheckedSentence[]): CitedAnswer {
  const citations = new Map<number, number[]>();
  const withMarkers: CheckedSentence[] = [];
  let length = 0;
  let inCode = false;
  for (const { text, evidence } of sentences) {
    const [, body = '', space = ''] = /^(.*?)(\s*)$/s.exec(text)!;
    const fences = [...body.matchAll(FENCE)].length;
    const touchesCode = inCode || fences > 0;
    if (fences % 2 === 1) inCode = !inCode;
    const [best] = evidence;
    let marker = '';
    if (best !== undefined && !touchesCode && !isLayout(text)) {
      marker = ` [${best + 1}]`;
      const starts = citations.get(best) ?? [];
      citations.set(best, [...starts, length + body.length + 1]);
    }
    const cited = body + marker + space;
    withMarkers.push({ text: cited, evidence });
    length += cited.length;
  }
  return {
    text: withMarkers.map(({ text }) => text).join(''),
    citations: toCitations(citations),
    unsupported: unsupported(withMarkers),
  };
}

/**
 * The sentences that no evidence supports, except layout.
 * @param sentences joined they are the answer's text
 */
export function unsupported(sentences: readonly CheckedSentence[]): UnsupportedSentence[] {
  const found: UnsupportedSentence[] = [];
  let offset = 0;
  for (const { text, evidence } of sentences) {
    const body = text.trim();
    if (evidence.length === 0 && !isLayout(text)) {
      found.push({ text: body, start: offset + text.indexOf(body) });
    }
    offset += text.length;
  }
  return found;
}
