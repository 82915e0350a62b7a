/** Evidence and answers as Markdown for other programs. Pure. */
import type { Evidence, Place } from '../../contract/index.ts';
import { fragmentOf, lineIn, rangeIn, showHidden } from '../../text/index.ts';
import type { Written } from '../session/runState.ts';

/** A piece with a link to its place, as code hosts link lines. @param path as the user knows it */
export function evidenceMarkdown(path: string, evidence: Evidence): string {
  const fence = '`'.repeat(longestRun(evidence.text, '`', 2) + 1);
  const { kind } = evidence.place;
  const isFile = kind === 'lines' || kind === 'cell';
  // The text of a document is Markdown, whatever the document is.
  const language = isFile ? (/\.([A-Za-z0-9]+)$/.exec(path)?.[1] ?? '') : 'md';
  return `${link(path, evidence)}\n\n${fence}${language}\n${showHidden(evidence.text)}\n${fence}\n`;
}

/** An answer with the list of what it cites. @param piece the cited piece of an id, with its path */
export function answerMarkdown(
  { answer, from }: Written,
  piece: (id: number) => { readonly path: string; readonly evidence: Evidence } | undefined,
): string {
  const cited = new Map(answer.citations.map(({ marker, evidence }) => [marker, evidence]));
  const sources = [...cited].flatMap(([marker, index]) => {
    const found = piece(from[index] ?? -1);
    return found ? [`- ${marker.replace(/[[\]]/g, '\\$&')} ${link(found.path, found.evidence)}`] : [];
  });
  const text = showHidden(answer.text);
  return sources.length === 0 ? text : `${text}\n\n${sources.join('\n')}\n`;
}

function link(path: string, { place }: Evidence): string {
  // A file's name must be plain text in the link; a line end would end the link.
  const name = showHidden(path.replace(/\s+/g, ' '));
  const text = nameIn(name, place).replace(/[\\`*_{}[\]<>!|~&]/g, '\\$&');
  const target = path.split('/').map(encodeURIComponent).join('/').replace(/[()]/g, escapeParenthesis);
  const fragment = fragmentOf(place);
  return `[${text}](${target}${fragment === '' ? '' : `#${fragment}`})`;
}

function nameIn(name: string, place: Place): string {
  const isLine = place.kind === 'lines' && place.startLine === place.endLine;
  return isLine ? lineIn(name, place) : rangeIn(name, place);
}

function escapeParenthesis(character: string): string {
  return character === '(' ? '%28' : '%29';
}

/** Length of the longest run of a character, at least `least`. */
function longestRun(text: string, character: string, least: number): number {
  let longest = least;
  for (const [run] of text.matchAll(new RegExp(`${character}+`, 'g')))
    longest = Math.max(longest, run.length);
  return longest;
}
