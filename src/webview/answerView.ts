/** The answer: its writer, its text with citations to click, and marks where the evidence does not support it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelAnswer, PanelState, PanelStrings } from '../contract/index.ts';
import { icon, iconButton } from './buttons.ts';
import { copyButton } from './copyButton.ts';
import { post } from './host.ts';
import { markdown } from './markdown.ts';

export interface AnswerOptions {
  readonly strings: PanelStrings;
  readonly state: PanelState;
  /** Called when the pointer enters a citation; null when it leaves. */
  readonly onCite: (evidence: number | null) => void;
  readonly goToEvidence: () => void;
}

export function answerView(options: AnswerOptions): TemplateResult | typeof nothing {
  const { state, strings, goToEvidence } = options;
  const { answer, answerPending } = state;
  if (!answer) return answerPending === '' ? nothing : pending(strings, answerPending);
  return html`<section class="answer" aria-labelledby="answer-heading" aria-busy=${answer.growing}>
    <div class="section-header">
      <h2 id="answer-heading" tabindex="-1">${strings.answer}</h2>
      ${
        state.evidence.length > 0
          ? html`<button type="button" class="quiet" @click=${goToEvidence}>${strings.goToEvidence}</button>`
          : nothing
      }
      ${
        !answer.growing
          ? iconButton(copyButton(strings.copyAnswer, strings.copied, { type: 'copyAnswer' }))
          : nothing
      }
    </div>
    ${
      answer.status === ''
        ? nothing
        : html`<p class="answer-status ${answer.revised ? 'revised' : ''}" role="status">
            ${icon(answer.revised ? 'sync' : 'info')} <span>${answer.status}</span>
          </p>`
    }
    ${text(options, answer)}
  </section>`;
}

function pending(strings: PanelStrings, text: string): TemplateResult {
  return html`<section class="answer pending" aria-labelledby="answer-heading">
    <div class="section-header"><h2 id="answer-heading">${strings.answer}</h2></div>
    <p class="hint" role="status">${text}</p>
  </section>`;
}

function text({ strings, onCite }: AnswerOptions, answer: PanelAnswer): TemplateResult {
  const citation = (marker: string, evidence: number, label: string) =>
    html`<button
      type="button"
      class="citation"
      title=${label}
      aria-label="${marker} ${label}"
      @click=${() => post({ type: 'open', id: evidence })}
      @mouseenter=${() => onCite(evidence)}
      @mouseleave=${() => onCite(null)}
      @focus=${() => onCite(evidence)}
      @blur=${() => onCite(null)}
    >
      ${marker.replace(/[[\]]/g, '')}
    </button>`;
  return html`<div class="answer-text">
      ${markdown({ parts: answer.parts, citation, unsupported: strings.unsupported })}
    </div>
    ${answer.warning === '' ? nothing : html`<p class="warning">${icon('warning')} ${answer.warning}</p>`}
    <p class="byline">${answer.byline}</p>`;
}
