/** The answer: who wrote it, its text with citations to click, and what the evidence does not support, marked. */
import type { AnswerPart, PanelAnswer, PanelStrings } from '../engine/panelProtocol.ts';
import { copyButton } from './copyButton.ts';
import { button, el, setText, show } from './dom.ts';
import { post } from './host.ts';
import type { View } from './view.ts';

export interface AnswerView extends View {
  reveal(): void;
}

export function answerView(strings: PanelStrings, goToEvidence: () => void): AnswerView {
  const heading = el('h2', { id: 'answer-heading' }, strings.answer);
  heading.tabIndex = -1;
  const text = el('p', { class: 'answer-text' });
  const byline = el('p', { class: 'byline' });
  const warning = el('p', { class: 'warning' });
  const copy = copyButton(strings, { type: 'copyAnswer' }, strings.answer);
  const element = el(
    'section',
    { class: 'answer', 'aria-labelledby': 'answer-heading' },
    el(
      'div',
      { class: 'section-header' },
      heading,
      button('quiet', strings.goToEvidence, goToEvidence),
      copy,
    ),
    byline,
    warning,
    text,
  );
  let shown = '';

  const part = ({ text: piece, supported, evidence, label }: AnswerPart): Node => {
    if (evidence !== undefined) {
      return button('link citation', piece, () => post({ type: 'open', id: evidence }), label ?? piece);
    }
    if (supported) return document.createTextNode(piece);
    return el('span', { class: 'unsupported', title: strings.unsupported }, piece);
  };
  const render = (answer: PanelAnswer) => {
    const nodes: Node[] = [];
    for (const [i, piece] of answer.parts.entries()) {
      nodes.push(part(piece));
      // A wavy line alone says nothing to a screen reader or in print: say it in words after the sentence.
      // Once for sentences in a row.
      const next = answer.parts.slice(i + 1).find(({ text }) => text.trim() !== '');
      const last = !piece.supported && next?.supported !== false;
      if (last) nodes.push(el('span', { class: 'unsupported-note' }, ` (${strings.unsupported})`));
    }
    text.replaceChildren(...nodes);
  };

  return {
    element,
    update({ answer }) {
      show(element, answer !== null);
      if (!answer) return;
      setText(byline, answer.byline);
      setText(warning, answer.warning);
      show(warning, answer.warning !== '');
      show(copy, !answer.growing);
      // Rendering the same answer again would take the focus from a citation.
      const key = JSON.stringify(answer.parts);
      if (key !== shown) render(answer);
      shown = key;
    },
    reveal() {
      element.scrollIntoView({ block: 'start' });
      heading.focus({ preventScroll: true });
    },
  };
}
