import { WORD } from './terms.ts';

/** A range of a text in UTF-16 code units, the end not included. */
export interface CharRange {
  readonly start: number;
  readonly end: number;
}

export interface Word extends CharRange {
  readonly text: string;
}

/** The words of a text in order: runs of letters, digits and underscores, Chinese by character. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

/** A text cut where its words begin, each with the signs and spaces after it. Joined they are the text. */
export function piecesOf(text: string): string[] {
  const [, ...starts] = wordsOf(text).map(({ start }) => start);
  const cuts = [0, ...starts, text.length];
  return cuts.slice(1).flatMap((end, i) => (end > cuts[i]! ? [text.slice(cuts[i], end)] : []));
}
