/** How much of the text was left unread, and the button to read it. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelRest } from '../contract/index.ts';
import { icon } from './buttons.ts';
import { post } from './host.ts';

export function restView(rest: PanelRest | null): TemplateResult | typeof nothing {
  if (!rest) return nothing;
  return html`<div class="rest">
    <p>${icon('book')} ${rest.text}</p>
    <vscode-button secondary @click=${() => post({ type: 'readRest' })}>${rest.action}</vscode-button>
  </div>`;
}
