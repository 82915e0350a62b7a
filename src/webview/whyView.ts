/**
 * Why a piece stands where it does: a sentence and bars at once, then the words of the question to point at, with the
 * words of the evidence that they attend to most.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelReasons, PanelScorePart, PanelStrings, PanelWhy } from '../contract/index.ts';
import { showHidden } from '../text/index.ts';
import { icon } from './buttons.ts';
import { cssVariable } from './cssVariable.ts';
import { strongestWords, wordWeights } from './why.ts';

/** As many as a glance takes in. */
const mostWords = 6;

export interface WhyOptions {
  readonly strings: PanelStrings;
  readonly reasons: PanelReasons | null;
  readonly why: PanelWhy | null;
  /** Index of the word under the pointer; null: all words. */
  readonly word: number | null;
  /** Index of the clicked word; null: all words. */
  readonly chosen: number | null;
  readonly onPoint: (word: number | null) => void;
  readonly onChoose: (word: number | null) => void;
}

export function whyView(options: WhyOptions): TemplateResult {
  const { strings, reasons } = options;
  return html`<div class="why">
    ${
      reasons === null
        ? nothing
        : html`<p>${reasons.sentence}</p>
            <ul class="bars" aria-label=${strings.whyBars}>
              ${reasons.bars.map(bar)}
            </ul>`
    }
    ${wordsView(options)}
  </div>`;
}

function bar({ label, value, share }: PanelScorePart): TemplateResult {
  return html`<li>
    <span class="bar-label">${label}</span>
    <span class="score-bar" aria-hidden="true"
      ><span class="score-fill ${share === 0 ? 'empty' : ''}" ${cssVariable('--share', share)}></span
    ></span>
    <span class="bar-value">${value}</span>
  </li>`;
}

function wordsView({ strings, why, word, chosen, onPoint, onChoose }: WhyOptions): TemplateResult {
  if (why === null || why.kind === 'pending') {
    return html`<p class="hint" role="status">
      ${icon('loading codicon-modifier-spin')} ${strings.whyPending}
    </p>`;
  }
  if (why.kind === 'failed')
    return html`<p class="warning" role="status">${icon('warning')} ${why.message}</p>`;
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
  const found = why.questionWords.filter((_, i) => why.found[i]);
  const shared =
    found.length === 0
      ? strings.whyFoundNone
      : strings.whyFound.replace('{0}', () => showHidden([...new Set(found)].join(', ')));
  return html`<p>${shared}</p>
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
    }`;
}
