/** The list of evidence; cards stay where they are as long as their lines are in the list. */
import type { PanelStrings } from '../engine/panelProtocol.ts';
import { button, el, setChildren, setText, show } from './dom.ts';
import { evidenceCard, type EvidenceCard } from './evidenceCard.ts';
import type { View } from './view.ts';

/** So many cards at first, so that the answer is not far below; the rest at a click. */
const cardsShown = 10;

export interface EvidenceView extends View {
  /** Scrolls to a card and marks it for a moment. */
  reveal(id: number): void;
}

export function evidenceView(strings: PanelStrings, goToAnswer: () => void): EvidenceView {
  const count = el('span', { class: 'count' });
  const jump = button('quiet', strings.goToAnswer, goToAnswer);
  const list = el('ol', { class: 'cards' });
  let all = false;
  let cardsNow: readonly Element[] = [];
  const more = button('quiet more-evidence', '', () => {
    all = !all;
    fold();
    if (!all) element.scrollIntoView({ block: 'start' });
  });
  const fold = () => {
    const folds = cardsNow.length > cardsShown + 2;
    setChildren(list, folds && !all ? cardsNow.slice(0, cardsShown) : cardsNow);
    show(more, folds);
    setText(more, all ? strings.showBestEvidence : `${strings.showAllEvidence} (${cardsNow.length})`);
    more.setAttribute('aria-expanded', String(all));
  };
  const heading = el('h2', { id: 'evidence-heading' }, strings.evidence);
  heading.tabIndex = -1;
  const element = el(
    'section',
    { class: 'evidence', 'aria-labelledby': 'evidence-heading' },
    el('div', { class: 'section-header' }, heading, count, jump),
    el('p', { class: 'hint' }, strings.evidenceHint),
    list,
    more,
  );
  const cards = new Map<string, EvidenceCard>();
  let question = '';

  return {
    element,
    update(state) {
      // Ids start again with every question.
      if (state.question !== question || state.phase === 'scan') {
        cards.clear();
        all = false;
      }
      question = state.question;
      show(element, state.evidence.length > 0);
      setText(count, String(state.evidence.length));
      show(jump, state.answer !== null);
      cardsNow = state.evidence.map((evidence) => {
        const key = `${evidence.id} ${evidence.label}`;
        const card = cards.get(key) ?? evidenceCard(strings, evidence);
        cards.set(key, card);
        card.update(evidence);
        return card.element;
      });
      fold();
    },
    reveal(id) {
      all ||= cards.size > cardsShown && document.getElementById(`evidence-${id}`) === null;
      fold();
      const card = document.getElementById(`evidence-${id}`);
      if (!card) return;
      card.scrollIntoView({ block: 'center' });
      card.focus({ preventScroll: true });
    },
  };
}
