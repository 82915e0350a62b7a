import type { Evidence, PlacedLines, SkippedFile } from '../contract/index.ts';

/**
 * Joins pieces of different files that have the same text, white space at the ends of lines aside: the best piece
 * stays, with the places of the others.
 * @param evidence best first
 */
export function foldCopies(evidence: readonly Evidence[]): Evidence[] {
  const folded: { piece: Evidence; readonly others: PlacedLines[] }[] = [];
  const byText = new Map<string, (typeof folded)[number][]>();
  for (const piece of evidence) {
    const key = normalised(piece.text);
    const same = byText.get(key) ?? [];
    const first = same.find(({ piece: { root, path } }) => root !== piece.root || path !== piece.path);
    if (first) {
      const { root, path, startLine, endLine, place } = piece;
      first.others.push({ root, path, startLine, endLine, place });
    } else {
      const entry = { piece, others: [] };
      folded.push(entry);
      byText.set(key, [...same, entry]);
    }
  }
  return folded.map(({ piece, others }) => (others.length > 0 ? { ...piece, otherPlaces: others } : piece));
}

function normalised(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/**
 * Adds the places in files that were skipped as copies of a piece's file.
 * @param copies the skipped files
 */
export function withCopiedFiles(evidence: readonly Evidence[], copies: readonly SkippedFile[]): Evidence[] {
  if (copies.length === 0) return [...evidence];
  return evidence.map((piece) => {
    const { startLine, endLine, place, otherPlaces = [] } = piece;
    const places = copies
      .filter(({ of }) => of?.root === piece.root && of.path === piece.path)
      .map(({ root, path }): PlacedLines => ({ root, path, startLine, endLine, place }));
    return places.length > 0 ? { ...piece, otherPlaces: [...otherPlaces, ...places] } : piece;
  });
}
