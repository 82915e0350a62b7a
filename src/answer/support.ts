import { MARKERS } from './markers.ts';
import type { CheckedSentence, EvidenceText } from './types.ts';

/** Share of a sentence's words that one piece of evidence must contain to support it. */
const SUPPORT_SHARE = 0.7;

/** Higher for a single sentence: the missing words are often the swapped subject. */
const SENTENCE_SUPPORT_SHARE = 0.9;

/** Words without meaning of their own. The list is short on purpose: a longer one would hide unsupported claims. */
const functionWords = new Set(
  (
    'a an the and or but not no yes of to in on at by for with from as is are was were be been being it its this that ' +
    'these those he she they them his her their you your we our i me my do does did has have had will would can could ' +
    'should may might must if then than so there here what which who whom whose when where why how also very just'
  ).split(' '),
);

/** Words that carry meaning: lower-cased words and numbers, Chinese by pairs of characters. */
export function contentWords(text: string): Set<string> {
  const words = new Set<string>();
  for (const [run] of text.toLowerCase().matchAll(/\p{Script=Han}+|[\p{L}\p{N}_]+/gu)) {
    if (!/^\p{Script=Han}/u.test(run)) {
      if (!functionWords.has(run)) words.add(run);
    } else if (run.length === 1) {
      words.add(run);
    } else {
      for (let i = 0; i + 2 <= run.length; i++) words.add(run.slice(i, i + 2));
    }
  }
  return words;
}

/**
 * Checks a written answer against the evidence, sentence by sentence. A piece of evidence supports a sentence if it
 * has most of the sentence's words, most of those that the question does not have, and all its numbers; a piece with
 * sentences needs one that has almost all. The check finds invented names and numbers, not wrong reasoning, so a
 * person sees the evidence too.
 */
export function checkSupport(
  answer: string,
  question: string,
  evidence: readonly EvidenceText[],
): CheckedSentence[] {
  const asked = contentWords(question);
  const known = evidence.map(({ text, sentences }) => ({
    parts: (sentences ?? [text]).map(contentWords),
    least: sentences ? SENTENCE_SUPPORT_SHARE : SUPPORT_SHARE,
  }));
  return sentences(answer).map((text) => {
    const words = [...sentenceWords(text)];
    const novel = words.filter((word) => !asked.has(word));
    const numbers = words.filter((word) => /\p{N}/u.test(word));
    const supports = (found: ReadonlySet<string>, least: number): boolean =>
      words.length > 0 &&
      share(words, found) >= least &&
      share(novel, found) >= least &&
      numbers.every((number) => found.has(number));
    const supporting = known
      .map(({ parts, least }, index) => {
        const shares = parts.filter((found) => supports(found, least)).map((found) => share(words, found));
        return { index, share: Math.max(0, ...shares), supports: shares.length > 0 };
      })
      .filter((piece) => piece.supports)
      .sort((a, b) => b.share - a.share || a.index - b.index);
    return { text, evidence: supporting.map(({ index }) => index) };
  });
}

/** Text that cannot be true or false: list numbers, bullets, fences. */
const LAYOUT = /^\s*(?:\p{N}{1,2}[.)](?=\s*$))?[^\p{L}\p{N}]*$/u;

/** Whether a sentence says nothing: the segmenter takes the number of a list's item for one. */
export function isLayout(sentence: string): boolean {
  return LAYOUT.test(sentence.replaceAll(MARKERS, ''));
}

/** The content words of an answer's sentence, its markers aside. */
export function sentenceWords(sentence: string): Set<string> {
  return contentWords(sentence.replaceAll(MARKERS, ' '));
}

/** Cuts an answer into sentences, each with the markers behind it; concatenated they are the answer. */
export function sentences(text: string): string[] {
  // The segmenter would begin a sentence with a bracket, so it gets the text without markers. Its language is fixed:
  // where a sentence ends must not depend on the machine (in Greek a semicolon asks).
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  const markers = [...text.matchAll(MARKERS)];
  const found: string[] = [];
  let [start, hidden, next] = [0, 0, 0];
  for (const { index, segment } of segmenter.segment(text.replaceAll(MARKERS, ''))) {
    const shownEnd = index + segment.length;
    for (; next < markers.length && markers[next]!.index - hidden <= shownEnd; next++) {
      hidden += markers[next]![0].length;
    }
    found.push(text.slice(start, shownEnd + hidden));
    start = shownEnd + hidden;
  }
  return start < text.length ? [...found, text.slice(start)] : found;
}

function share(words: readonly string[], found: ReadonlySet<string>): number {
  if (words.length === 0) return 1;
  return words.filter((word) => found.has(word)).length / words.length;
}
