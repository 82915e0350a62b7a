import { terms } from '../retrieval/index.ts';

/** A word and what stands within so many UTF-16 code units behind it are seen together. */
const GLANCE_CHARS = 150;

/** Number of the question's terms in a text, each once. */
export function termsIn(text: string, asked: ReadonlySet<string>): number {
  return new Set([...terms(text)].filter((term) => asked.has(term))).size;
}

/** Where in a text most of the question's terms stand together: the offset of the first of them; 0 where there are none. */
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
