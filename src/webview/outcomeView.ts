/** Outcome of the question: an error, or a line about what was found. Screen readers read both when they appear. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelOutcome, PanelState, PanelStrings } from '../contract/index.ts';
import { icon } from './buttons.ts';
import { post } from './host.ts';

const icons: Record<PanelOutcome, string> = {
  none: '',
  partial: 'debug-pause',
  nothing: 'search-stop',
  weak: 'question',
  unwritten: 'warning',
  info: 'info',
};

export function outcomeView(state: PanelState, strings: PanelStrings): TemplateResult {
  const { error, notice, outcome, canRetry, progress } = state;
  return html`<div role="alert">
      ${
        error === ''
          ? nothing
          : html`<div class="error">
              ${icon('error')}
              <p>${error}</p>
              ${
                canRetry
                  ? html`<vscode-button secondary @click=${() => post({ type: 'retry' })}
                      >${strings.retry}</vscode-button
                    >`
                  : nothing
              }
            </div>`
      }
    </div>
    <div role="status">
      ${
        notice === ''
          ? html`<span class="visually-hidden">${progress?.title ?? ''}</span>`
          : html`<p class="notice ${outcome}">
              ${icon(icons[outcome])} <span class="notice-text">${notice}</span>
            </p>`
      }
    </div>`;
}
