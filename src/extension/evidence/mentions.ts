/** Finds an identifier in the rest of the evidence. Pure. */
import type { Place } from '../../contract/index.ts';
import { lineOf } from '../../text/index.ts';
import { placeNow, type Span } from './spans.ts';

export interface Mention {
  readonly span: Span;
  /** Of its line. */
  readonly place: Place;
}

/** Shorter names (`i`, `fn`) stand everywhere. */
const shortest = 3;

/** Words of programming languages and of comments, which name nothing in particular. */
const common = new Set(
  (
    'abstract and any are args array assert async await bool boolean break but byte case catch char class const ' +
    'constructor continue data def default delete dict double elif else end enum err error except export extends ' +
    'false file final finally float for from func function get global has have here how if implements import int ' +
    'interface internal into is it its key lambda let list long make map module mut namespace native new nil none ' +
    'not null number object only out override package param pass print private protected pub public raise readonly ' +
    'ref return returns self set short static str string struct super switch than that the their them then there ' +
    'these they this throw throws trait true try type typedef typeof undefined union unsigned use using value var ' +
    'void was were what when where which while will with without yield you'
  ).split(' '),
);

/** Whether a word is worth looking for. @param isProse in prose only words that look like code are */
export function isTelling(word: string, isProse: boolean): boolean {
  if (Array.from(word).length < shortest || common.has(word.toLowerCase())) return false;
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(word)) return false;
  return !isProse || /[\p{N}_$]|\p{Ll}\p{Lu}/u.test(word.slice(1));
}

/**
 * The spans in which a word stands as a whole identifier, each once at its first line, in the order of the spans.
 * @param here place of the word itself; its own span is left out
 */
export function mentionsOf(
  word: string,
  spans: readonly Span[],
  here: { readonly file: string; readonly line: number },
): Mention[] {
  return spans.flatMap((span) => {
    const isHere = span.file === here.file && span.startLine <= here.line && here.line <= span.endLine;
    const at = isHere || span.stale ? -1 : span.lines.findIndex((line) => holdsIdentifier(line, word));
    return at < 0 ? [] : [{ span, place: lineOf(placeNow(span), at) }];
  });
}

function holdsIdentifier(line: string, word: string): boolean {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const before = line.slice(0, at);
    const after = line.slice(at + word.length);
    if (!/[\p{L}\p{N}_$]$/u.test(before) && !/^[\p{L}\p{N}_$]/u.test(after)) return true;
  }
  return false;
}
