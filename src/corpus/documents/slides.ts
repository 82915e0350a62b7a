/** Writes a presentation as text: each slide under its title, then what its speaker noted. */
import { headingLine, plainLine, rowLine, TextBuilder } from './builder.ts';
import type { DocumentText } from './types.ts';

/** A slide as it is collected: its title need not come first. */
interface Slide {
  title: string;
  readonly lines: string[];
  readonly notes: string[];
}

export class SlideText {
  readonly #slides: Slide[] = [];

  /** Begins the next slide. */
  slide(): void {
    this.#slides.push({ title: '', lines: [], notes: [] });
  }

  title(text: string): void {
    const slide = this.#slides.at(-1);
    if (slide) slide.title = `${slide.title} ${flat(text)}`.trim();
  }

  /** @param depth in a list, from 0; below 0 for a paragraph in none */
  paragraph(text: string, depth = -1): void {
    const shown = flat(text);
    if (shown === '') return;
    const line = depth < 0 ? plainLine(shown) : `${'  '.repeat(Math.min(depth, 8))}- ${shown}`;
    this.#slides.at(-1)?.lines.push(line);
  }

  row(cells: readonly string[]): void {
    if (cells.some((cell) => cell.trim() !== '')) this.#slides.at(-1)?.lines.push(rowLine(cells));
  }

  notes(text: string): void {
    const shown = flat(text);
    if (shown !== '') this.#slides.at(-1)?.notes.push(plainLine(shown));
  }

  finish(): DocumentText {
    const text = new TextBuilder();
    for (const [i, { title, lines, notes }] of this.#slides.entries()) {
      const place = { kind: 'slide', slide: i + 1, title } as const;
      text.blank();
      text.start({ ...place, line: text.nextLine, isNotes: false });
      if (title !== '') text.line(headingLine(title, 1));
      if (title !== '' && lines.length > 0) text.blank();
      for (const line of lines) text.line(line);
      if (notes.length === 0) continue;
      text.blank();
      text.start({ ...place, line: text.nextLine, isNotes: true });
      for (const line of notes) text.line(line);
    }
    return text.finish();
  }
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
