/** The bar above a document: which evidence is shown, and the way to the one before, the one after and the panel. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DocumentMarks, DocumentPassage, DocumentStrings } from '../../../contract/index.ts';
import { showHidden } from '../../../text/index.ts';
import { iconButton } from '../../buttons.ts';
import { post } from './documentHost.ts';
import { filled } from './texts.ts';

/** The passage that is shown, or else the best one. */
export function shownPassage(marks: DocumentMarks, shown: number | undefined): DocumentPassage | undefined {
  const { passages } = marks;
  return passages.find(({ id }) => id === shown) ?? [...passages].sort((a, b) => a.rank - b.rank)[0];
}

export function evidenceBar(
  strings: DocumentStrings,
  { total }: DocumentMarks,
  passage: DocumentPassage | undefined,
): TemplateResult {
  if (total === 0) return html``;
  return html`<div class="evidence-bar" role="group" aria-label=${strings.evidence.replace(/\s*\{.*/, '')}>
    ${iconButton({
      icon: 'arrow-up',
      label: strings.previousEvidence,
      onClick: () => post({ type: 'neighbour', step: -1 }),
    })}
    ${iconButton({
      icon: 'arrow-down',
      label: strings.nextEvidence,
      onClick: () => post({ type: 'neighbour', step: 1 }),
    })}
    ${
      passage
        ? html`<span class="which" role="status">
              ${filled(strings.evidence, passage.rank, total)}
              <bdi class="place">${showHidden(passage.place)}</bdi></span
            >${iconButton({
              icon: 'list-flat',
              label: strings.showPanel,
              onClick: () => post({ type: 'showPanel', id: passage.id }),
            })}`
        : html`<span class="which">${strings.noEvidence}</span>`
    }
    ${nothing}
  </div>`;
}

/** `n` and F3 lead to the next evidence, `p` and Shift+F3 to the one before, as long as nobody types. */
export function evidenceKeys(event: KeyboardEvent): void {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.defaultPrevented || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const step =
    event.key === 'n' || (event.key === 'F3' && !event.shiftKey)
      ? 1
      : event.key === 'p' || event.key === 'F3'
        ? -1
        : undefined;
  if (step === undefined) return;
  event.preventDefault();
  post({ type: 'neighbour', step });
}
