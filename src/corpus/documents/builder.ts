import type { PlaceStart } from '../../contract/index.ts';
import type { DocumentText } from './types.ts';

/** Collects the lines of a document's text and where they are found. */
export class TextBuilder {
  readonly #lines: string[] = [];
  readonly #starts: PlaceStart[] = [];

  /** Number of the next line, from 1. */
  get nextLine(): number {
    return this.#lines.length + 1;
  }

  /** Adds a line. Line ends in it become spaces, because each line has one place. */
  line(text: string): void {
    this.#lines.push(text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ').trimEnd());
  }

  /** Goes on in the line added last. */
  append(text: string): void {
    this.#lines.push(`${this.#lines.pop() ?? ''}${text}`.trimEnd());
  }

  /** Adds a blank line, unless there is one, or nothing above. */
  blank(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  /** Says where the lines from the next one on are found. A start without lines gives way to the one behind it. */
  start(start: PlaceStart): void {
    if (this.#starts.at(-1)?.line === start.line) this.#starts.pop();
    this.#starts.push(start);
  }

  finish(): DocumentText {
    return { text: this.#lines.map((line) => `${line}\n`).join(''), starts: this.#starts };
  }
}

/** What Markdown would take for a heading or a fence; indented by four spaces it is a line of code. */
const MARKUP = /^ {0,3}(?:#{1,6}(?:\s|$)|={1,6}\s+\S|`{3}|~{3})/;

/** A line of text that is not to be taken for markup. */
export function plainLine(text: string): string {
  return MARKUP.test(text) ? `    ${text}` : text;
}

/** A heading in the text. @param level from 1 */
export function headingLine(text: string, level: number): string {
  return `${'#'.repeat(Math.min(6, level))} ${text.replaceAll(/\s+/g, ' ').trim()}`;
}

/** A row of a table in the text. */
export function rowLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()).join(' | ')} |`;
}
