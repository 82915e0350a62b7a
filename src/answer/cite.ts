import type { CheckedSentence, CitedAnswer } from './types.ts';

/** List numbers, bullets, fences and the like: nothing that could be true or false. */
const LAYOUT = /^\s*(?:\p{N}{1,2}[.)](?=\s*$))?[^\p{L}\p{N}]*$/u;

/** A line that opens or closes a block of code. */
const FENCE = /^\s*(?:```|~~~)/gm;

/**
 * Puts a marker such as `[2]` at the end of each supported sentence: the rank of the evidence that supports it best.
 * A block of code stays as it is.
 * @param sentences joined they are the text, which has no markers of its own
 */
export function cite(sentences: readonly CheckedSentence[]): CitedAnswer {
  const cited = new Set<number>();
  let text = '';
  let inCode = false;
  for (const sentence of sentences) {
    const [, body = '', space = ''] = /^(.*?)(\s*)$/s.exec(sentence.text)!;
    const fences = [...body.matchAll(FENCE)].length;
    const touchesCode = inCode || fences > 0;
    if (fences % 2 === 1) inCode = !inCode;
    const [best] = sentence.evidence;
    text += body;
    if (best !== undefined && !touchesCode) {
      cited.add(best);
      text += ` [${best + 1}]`;
    }
    text += space;
  }
  return {
    text: text.trim(),
    citations: [...cited].map((evidence) => ({ marker: `[${evidence + 1}]`, evidence })),
    unsupported: unsupported(sentences),
  };
}

/** The sentences that nothing supports, layout aside. */
export function unsupported(sentences: readonly CheckedSentence[]): string[] {
  return sentences
    .filter(({ text, evidence }) => evidence.length === 0 && !LAYOUT.test(text))
    .map(({ text }) => text.trim());
}
