/** Lines of a file: number, text coloured by its language, heat, and tints of single words. */
import { html, nothing, type TemplateResult } from 'lit';
import { hiddenView } from './hiddenView.ts';
import { cssVariable } from './cssVariable.ts';
import type { TintedPiece } from './pieces.ts';

export interface CodeLine {
  /** Null for a line without a number. */
  readonly number: number | null;
  readonly pieces: readonly TintedPiece[];
  /** 0 to 1; null for a line around the evidence. */
  readonly heat: number | null;
  /** The line that answers best. */
  readonly isBest: boolean;
  /** Tooltip about the heat; empty for none. */
  readonly title: string;
}

export function codeLine({ number, pieces, heat, isBest, title }: CodeLine): TemplateResult {
  return html`<div
    class="line ${heat === null ? 'around' : ''} ${isBest ? 'best' : ''}"
    title=${title === '' ? nothing : title}
    ${cssVariable('--heat', heat ?? 0)}
  >
    ${lineNumber(number)}<span class="line-text">${pieces.map(piece)}</span>
  </div>`;
}

/** Shows the number as CSS content from an attribute, so that it is not copied with the text. */
export function lineNumber(number: number | null): TemplateResult {
  return html`<span class="line-number" data-line=${number ?? ''} aria-hidden="true"></span>`;
}

function piece({ text, className, weight }: TintedPiece): TemplateResult {
  const shown = hiddenView(text);
  if (weight > 0) {
    return html`<span class="${className} tint" ${cssVariable('--tint', weight)}>${shown}</span>`;
  }
  return className === '' ? html`${shown}` : html`<span class=${className}>${shown}</span>`;
}
