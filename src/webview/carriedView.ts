/** What a question took over from the one before it, and the button that asks without it. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState, PanelStrings } from '../contract/index.ts';
import { icon } from './buttons.ts';
import { post } from './host.ts';

export function carriedView({ carried }: PanelState, strings: PanelStrings): TemplateResult | typeof nothing {
  if (carried === '') return nothing;
  return html`<div class="carried">
    <p>${icon('reply')} ${carried}</p>
    <vscode-button secondary @click=${() => post({ type: 'askAlone' })}>${strings.askAlone}</vscode-button>
  </div>`;
}
