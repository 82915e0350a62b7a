import { html, type TemplateResult } from 'lit';
import { withHidden } from '../text/index.ts';

/** A text in which characters that hide, or reorder others, are shown as framed numbers. */
export function hiddenView(text: string): TemplateResult[] {
  return withHidden(text).map((part) =>
    part.isHidden ? html`<span class="control">${part.text}</span>` : html`${part.text}`,
  );
}
