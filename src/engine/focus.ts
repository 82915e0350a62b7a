import { terms } from '../retrieval/index.ts';

/** In UTF-16 code units: words within this distance are seen at a glance. */
const GLANCE_CHARS = 150;

/** Number of distinct terms of the question in a text. */
export function termsIn(text: string, asked: ReadonlySet<string>): number {
  return new Set([...terms(text)].filter((term) => asked.has(term))).size;
}

/** Offset of the first of the most terms that stand together; 0 where there is none. */
export function focusOf(text: string, asked: ReadonlySet<string>): number {
  const hits = [...text.matchAll(/\p{Script=Han}|[\p{L}\p{N}_$]+/gu)].flatMap(({ 0: word, index }) => {
    const found = [...terms(word)].filter((term) => asked.has(term));
    return found.length > 0 ? [{ index, found }] : [];
  });
  let best = { index: 0, count: 0 };
  hits.forEach(({ index }, i) => {
    const near = new Set<string>();
    for (const hit of hits.slice(i)) {
      if (hit.index > index + GLANCE_CHARS) break;
      for (const term of hit.found) near.add(term);
    }
    if (near.size > best.count) best = { index, count: near.size };
  });
  return best.index;
}
