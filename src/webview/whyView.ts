/** The words of the question, each to be pointed at, and the words of the evidence that drew most. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelStrings, PanelWhy } from '../contract/index.ts';
import { showHidden } from '../text/index.ts';
import { icon } from './buttons.ts';
import { cssVariable } from './cssVariable.ts';
import { strongestWords, wordWeights } from './why.ts';

/** As many as can be taken in at a glance. */
const mostWords = 6;

export interface WhyOptions {
  readonly strings: PanelStrings;
  readonly why: PanelWhy | null;
  /** Index of the word that is pointed at; null: all. */
  readonly word: number | null;
  /** Index of the word that was clicked; null: all. */
  readonly chosen: number | null;
  readonly onPoint: (word: number | null) => void;
  readonly onChoose: (word: number | null) => void;
}

export function whyView({ strings, why, word, chosen, onPoint, onChoose }: WhyOptions): TemplateResult {
  if (why === null || why.kind === 'pending') {
    return html`<p class="why hint" role="status">
      ${icon('loading codicon-modifier-spin')} ${strings.whyPending}
    </p>`;
  }
  if (why.kind === 'failed')
    return html`<p class="why warning" role="status">${icon('warning')} ${why.message}</p>`;
  const largest = Math.max(...why.weights.flat(), 0);
  const button = (text: string, index: number | null, weight: number) =>
    html`<button
      type="button"
      class="word"
      aria-pressed=${chosen === index}
      ${cssVariable('--tint', weight)}
      @mouseenter=${() => onPoint(index)}
      @mouseleave=${() => onPoint(null)}
      @focus=${() => onPoint(index)}
      @blur=${() => onPoint(null)}
      @click=${() => onChoose(chosen === index ? null : index)}
    >
      ${showHidden(text)}
    </button>`;
  const strongest = showHidden(strongestWords(why, word, mostWords).join(', '));
  return html`<div class="why">
    <p class="hint">${strings.whyHint}</p>
    <div class="words" role="group" aria-label=${strings.why}>
      ${button(strings.whyAll, null, 0)}
      ${why.questionWords.map((text, i) =>
        button(text, i, largest > 0 ? Math.max(...wordWeights(why, i)) : 0),
      )}
    </div>
    ${
      strongest === ''
        ? nothing
        : html`<p class="strongest" role="status">${strings.whyStrongest.replace('{0}', () => strongest)}</p>`
    }
  </div>`;
}
