import { html, type TemplateResult } from 'lit';
import { withControls } from './controls.ts';

/** A text in which characters that hide, or change the order of others, stand as framed numbers. */
export function controlsView(text: string): TemplateResult[] {
  return withControls(text).map((part) =>
    part.isControl ? html`<span class="control">${part.text}</span>` : html`${part.text}`,
  );
}
