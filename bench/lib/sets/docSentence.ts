import { segmentText } from '../../../src/corpus/index.ts';

const MIN_WORDS = 4;

/** What says how something came about, or points elsewhere, and not what it does. */
const UNUSABLE =
  /^(?:creates? (?:an?|a new) instance|constructs? |constructor|deprecated|todo|fixme|see |alias |same as |internal|this (?:method|function) is (?:deprecated|like|used))/i;

/**
 * The first sentence of a doc comment as a question to be searched for: links and markup reduced to their text.
 * @param doc the comment without its marks
 * @param name the function's identifier
 * @returns undefined where it says too little (fewer than four words), is only tags, or has the identifier in it
 */
export function docSentence(doc: string, name: string): string | undefined {
  const prose = doc
    .replaceAll('\r', '')
    .split(/^\s*@\w/m)[0]!
    .split(/\n\s*\n|^```|^\s*[-*] /m)[0]!;
  const plain = prose
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(
      /\{@\w+\s+([^}|\s]+)(?:\s*\|?\s*([^}]*))?\}/g,
      (_, target: string, label: string | undefined) => (label?.trim() ? label : target),
    )
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/`+|\*\*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const sentence = segmentText(plain, 'prose')[0]?.text.trim() ?? '';
  const words: readonly string[] = sentence.match(/[\p{L}\p{N}_$.]*\p{L}[\p{L}\p{N}_$.]*/gu) ?? [];
  if (words.length < MIN_WORDS || UNUSABLE.test(sentence) || sentence.endsWith(':')) return undefined;
  if (/https?:|[{}]|=>/.test(sentence)) return undefined;
  const identifiers: readonly string[] = sentence.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return identifiers.includes(name.toLowerCase()) ? undefined : sentence;
}
