/** The page before the first question: what to do, and example questions. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState, PanelStrings } from '../contract/index.ts';
import { icon } from './buttons.ts';
import { post } from './host.ts';

export function welcomeView(state: PanelState, strings: PanelStrings): TemplateResult | typeof nothing {
  if (state.question !== '' || state.evidence.length > 0) return nothing;
  return html`<div class="welcome">
    <h1 class="welcome-title">${strings.welcome}</h1>
    <p class="hint">${strings.welcomeHint}</p>
    ${
      state.firstRun
        ? html`<ol class="steps">
            ${strings.firstRun.map((step) => html`<li>${step}</li>`)}
          </ol>`
        : nothing
    }
    ${
      state.examples.length === 0
        ? nothing
        : html`<h2 id="examples-heading">${strings.examples}</h2>
            <ul class="examples" aria-labelledby="examples-heading">
              ${state.examples.map(
                (question) =>
                  html`<li>
                    <button type="button" class="example" @click=${() => post({ type: 'ask', question })}>
                      ${icon('comment')}<span>${question}</span>
                    </button>
                  </li>`,
              )}
            </ul>`
    }
  </div>`;
}
