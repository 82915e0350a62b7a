let made: Intl.Segmenter | undefined;

/** Made on first use: its tables take time, and code has no sentences. */
function segmenter(): Intl.Segmenter {
  // A fixed locale, so that the machine's does not matter; its rules cut Latin, Chinese and Japanese.
  made ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  return made;
}

/** Abbreviations that never end a sentence. */
const TITLES = /(?:^|[\s([{"'„“‘*_])(?:Dr|Mr|Mrs|Ms|Prof|St|vs|cf|approx|resp|ca|bzw|Hr|Fr|Mme|Mlle)\.$/;
/** Single initials (`J.`, but not `I.`) and dotted words (`e.g.`, `i.e.`, `z.B.`, `U.S.`). */
const DOTTED = /(?:^|[\s([{"'„“‘*_])(?:(?!I\.)\p{Lu}\.|\p{L}\.(?:\s?\p{L}\.)+)$/u;
/** Abbreviations that end no sentence before a number: `Fig. 3`. */
const NUMBERED =
  /(?:^|[\s([{"'„“‘*_])(?:[Ff]igs?|[Tt]ab|[Ee]qs?|[Ss]ecs?|[Cc]h|[Vv]ol|[Nn]os?|[Nn]r|pp?|[Aa]rt|Abs|Abb|S)\.$/;
/** `12.` at the start of a block: a number in a list. */
const LIST_NUMBER = /^\s*\d{1,3}\.$/;

/**
 * The sentences of a paragraph by the Unicode rules (UAX #29), each with the white space behind it; a line end is no
 * boundary. A sentence that ends in an abbreviation is joined to the next. The list of abbreviations is short on
 * purpose: a missed one costs a short segment, a wrong one ("it.", "end.") glues two sentences.
 * @returns pieces that concatenate to `paragraph`
 */
export function sentencesOf(paragraph: string): string[] {
  // UAX #29 breaks at every line end; a space instead keeps the offsets.
  const flat = paragraph.replaceAll('\n', ' ');
  const sentences: string[] = [];
  let start = 0;
  let previous = 0;
  for (const end of boundariesOf(flat)) {
    const tail = flat.slice(previous, end).trimEnd().slice(-24);
    const joins =
      isInsideWord(flat, end) ||
      isAbbreviated(tail, flat.charAt(end)) ||
      (previous === 0 && LIST_NUMBER.test(tail));
    previous = end;
    if (joins && end < flat.length) continue;
    sentences.push(paragraph.slice(start, end));
    start = end;
  }
  return sentences;
}

/** The segmenter gets a window at a time, because each step of V8's takes time in proportion to its whole text. */
const WINDOW_CHARS = 1024;

/** Offsets behind each sentence of a text, the last one being its length. */
function* boundariesOf(text: string): Generator<number, void> {
  let size = WINDOW_CHARS;
  for (let from = 0; from < text.length;) {
    const window = text.slice(from, from + size);
    // The last sentence of a window may go on, so it begins the next window.
    const ends = Array.from(segmenter().segment(window), ({ index }) => from + index).slice(1);
    if (from + size >= text.length) ends.push(text.length);
    const last = ends.at(-1);
    if (last === undefined) {
      size *= 2;
      continue;
    }
    yield* ends;
    from = last;
    size = WINDOW_CHARS;
  }
}

/**
 * A mark between two characters without space is inside an address, a link or a badge (`?q=1!`, `](.`), except in
 * scripts that write no space between sentences.
 */
function isInsideWord(text: string, end: number): boolean {
  const [before, after] = [text.charAt(end - 1), text.charAt(end)];
  return /[.!?]/.test(before) && /[\p{Script=Latin}\p{N}\p{P}\p{S}]/u.test(after);
}

function isAbbreviated(end: string, next: string): boolean {
  if (!end.endsWith('.')) return false;
  if (TITLES.test(end) || DOTTED.test(end)) return true;
  return NUMBERED.test(end) && /\d/.test(next);
}
