/**
 * Finds a passage in the text of a page, as far as letters and digits go: spaces, hyphens at line ends, marks of tables
 * and lists, ligatures and accents differ between what a page shows and what was taken out of it. Pure.
 */

/** A part of one of the page's pieces of text, in UTF-16 units. */
export interface ItemRange {
  readonly item: number;
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** The least letters of a part of the passage that speaks for itself; fewer occur anywhere. */
const MIN_LETTERS = 12;

/** A folded letter and where it came from. */
interface Letters {
  readonly text: string;
  /** For each of `text`: the piece, and where in it the letter begins and ends. */
  readonly items: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** From and to letters of the page, the end not included. */
type LetterRange = readonly [start: number, end: number];

/**
 * @param items the page's pieces of text in the order of the page
 * @param passage what to find; `…` stands for what was left out
 * @returns in the order of the page, at most one for each piece; empty when nothing of the passage is on the page
 */
export function matchPassage(items: readonly string[], passage: string): ItemRange[] {
  const page = lettersOf(items);
  const whole = fold(passage);
  if (whole === '') return [];
  const at = page.text.indexOf(whole);
  const found: readonly LetterRange[] = at >= 0 ? [[at, at + whole.length]] : partsIn(page.text, passage);
  return rangesOf(page, found, items);
}

/** Letters and digits of a text, in small letters, without accents; ligatures taken apart. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function lettersOf(items: readonly string[]): Letters {
  let text = '';
  const origin = { items: [] as number[], starts: [] as number[], ends: [] as number[] };
  items.forEach((piece, item) => {
    let start = 0;
    for (const character of piece) {
      const folded = fold(character);
      text += folded;
      // A ligature stands for several letters.
      for (let i = 0; i < folded.length; i++) {
        origin.items.push(item);
        origin.starts.push(start);
        origin.ends.push(start + character.length);
      }
      start += character.length;
    }
  });
  return { text, ...origin };
}

/** What a page has of a passage that does not stand there in one piece: its lines, or how they begin and end. */
function partsIn(page: string, passage: string): LetterRange[] {
  const found: LetterRange[] = [];
  let from = 0;
  for (const part of passage.split(/\n|…/).map(fold)) {
    const places = placesOf(page, part, from);
    found.push(...places);
    from = places.at(-1)?.[1] ?? from;
  }
  return found.sort(([a], [b]) => a - b);
}

function placesOf(page: string, part: string, from: number): LetterRange[] {
  const isShort = part.length < MIN_LETTERS;
  if (part === '' || (isShort && from === 0)) return [];
  const after = page.indexOf(part, from);
  const at = after >= 0 || isShort ? after : page.indexOf(part);
  if (at >= 0) return [[at, at + part.length]];
  // A paragraph that begins on this page and ends on the next one, or the other way round, or around a picture.
  const begins = longest(part.length, (length) => page.includes(part.slice(0, length)));
  const ends = longest(part.length - begins, (length) => page.includes(part.slice(-length)));
  const places: LetterRange[] = [];
  if (begins >= MIN_LETTERS) {
    const start = page.indexOf(part.slice(0, begins));
    places.push([start, start + begins]);
  }
  if (ends >= MIN_LETTERS) {
    const start = page.indexOf(part.slice(-ends));
    places.push([start, start + ends]);
  }
  return places;
}

/** The greatest length that is there; when one is, all smaller ones are. */
function longest(most: number, isThere: (length: number) => boolean): number {
  let [there, gone] = [0, most + 1];
  while (gone - there > 1) {
    const length = Math.floor((there + gone) / 2);
    if (isThere(length)) there = length;
    else gone = length;
  }
  return there;
}

function rangesOf(page: Letters, found: readonly LetterRange[], items: readonly string[]): ItemRange[] {
  const byItem = new Map<number, ItemRange>();
  for (const [from, to] of found) {
    for (let i = from; i < to; i++) {
      const [item, start, end] = [page.items[i]!, page.starts[i]!, page.ends[i]!];
      const range = byItem.get(item);
      byItem.set(item, {
        item,
        start: Math.min(range?.start ?? start, start),
        end: Math.max(range?.end ?? end, end),
      });
    }
  }
  return [...byItem.values()]
    .sort((a, b) => a.item - b.item)
    .map((range) => ({ ...range, end: withMarks(items[range.item]!, range.end) }));
}

/** The end after a closing bracket, full stop or the like. */
function withMarks(text: string, end: number): number {
  return end + (/^[^\p{L}\p{N}\s]*/u.exec(text.slice(end))?.[0].length ?? 0);
}
