/** Markers in a written text: `[1]`, and some models' `[1, 2]` and `【1】`. */
import type { Citation } from '../contract/index.ts';

/** Code between backticks, where `[1]` is an index and no marker; an open block reaches to the end. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

/** Numbers in brackets with the text before them; the text of a link (`[1](…)`) does not match. */
const MARKER =
  /([\p{Script=Latin}\p{N}_)]?)(\s?)[[【]\s*(\d{1,4}(?:\s*[,，、;]\s*\d{1,4})*)(?:†[^\]】]*)?\s*[\]】](?!\()/gu;

/** Markers as they stand in a settled text, one or several in a row. */
export const MARKERS = /(?:\[\d+\])+/g;

/** One marker of a settled text; a link's text does not match. */
const SETTLED_MARKER = /\[\d+\](?!\()/g;

interface SettledText {
  readonly text: string;
  /** Indices of the cited evidence. */
  readonly cited: ReadonlySet<number>;
}

/**
 * The citations of a text whose markers all stand for evidence, in the order in which it cites.
 * @param cited which pieces of evidence it cites
 */
export function citationsIn(text: string, cited: ReadonlySet<number>): Citation[] {
  const starts = new Map<number, number[]>();
  let offset = 0;
  for (const [i, part] of text.split(CODE).entries()) {
    for (const { 0: marker, index } of i % 2 === 0 ? part.matchAll(SETTLED_MARKER) : []) {
      const evidence = Number(marker.slice(1, -1)) - 1;
      if (!cited.has(evidence)) continue;
      if (!starts.has(evidence)) starts.set(evidence, []);
      starts.get(evidence)!.push(offset + index);
    }
    offset += part.length;
  }
  return toCitations(starts);
}

/** @param startsOf where the marker of each piece of evidence stands, in the order in which they are cited */
export function toCitations(startsOf: ReadonlyMap<number, readonly number[]>): Citation[] {
  return [...startsOf].map(([evidence, starts]) => ({ marker: `[${evidence + 1}]`, starts, evidence }));
}

/**
 * Makes every marker in the text stand for evidence: markers from 1 to `shown` become `[n]`, all others are removed.
 * @param shown how many numbered pieces of evidence the writer was shown; 0: its markers are inventions
 */
export function settleMarkers(text: string, shown: number): SettledText {
  const cited = new Set<number>();
  const settle = (prose: string): string =>
    prose.replaceAll(MARKER, (whole: string, before: string, space: string, numbers: string) => {
      const known = (numbers.match(/\d+/g) ?? []).map(Number).filter((n) => n >= 1 && n <= shown);
      for (const n of known) cited.add(n - 1);
      if (known.length > 0) return before + space + known.map((n) => `[${n}]`).join('');
      // A writer that knows the numbers of the evidence means an index by `args[9]`.
      return shown > 0 && before !== '' && space === '' ? whole : before;
    });
  const settled = text
    .split(CODE)
    .map((part, i) => (i % 2 === 0 ? settle(part) : part))
    .join('');
  return { text: settled, cited };
}
