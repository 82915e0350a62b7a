/** Smallest allowed limit: room for a surrogate pair and then some. */
export const MIN_SEGMENT_CHARS = 16;

/**
 * Cuts a text into pieces of at most `maxChars` UTF-16 code units: behind the last line end in the second half of
 * the limit, else behind the last white space there, else behind the last mark of Chinese or Japanese punctuation,
 * else anywhere but inside a surrogate pair. White space at the end of the text may exceed the limit by as much
 * again, lest it become a piece of its own.
 * @returns pieces that concatenate to `text`; `[text]` when it is short enough
 */
export function cut(text: string, maxChars: number): string[] {
  if (text.length <= maxChars) return [text];
  const contentEnd = text.trimEnd().length;
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > maxChars) {
    if (contentEnd - start <= maxChars && contentEnd > start && text.length - start <= 2 * maxChars) break;
    const end = start + bestLength(text.slice(start, start + maxChars), text.charCodeAt(start + maxChars));
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** How much of `piece` to take, given the code unit that follows it. */
function bestLength(piece: string, next: number): number {
  const half = piece.length / 2;
  for (const pattern of [/\n/g, /\s/g, /[。！？；，、：]/g]) {
    let last = -1;
    for (const match of piece.matchAll(pattern)) last = match.index;
    if (last >= half) return last + 1;
  }
  const splitsPair = isHigh(piece.charCodeAt(piece.length - 1)) && next >= 0xdc00 && next <= 0xdfff;
  return splitsPair ? piece.length - 1 : piece.length;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
