/** Entry of the panel: builds the page when the host has sent the texts, then shows each state it sends. */
import type { PanelState, PanelStrings } from '../engine/panelProtocol.ts';
import { answerView } from './answerView.ts';
import { coverageView } from './coverageView.ts';
import { el, setText, show } from './dom.ts';
import { evidenceView } from './evidenceView.ts';
import { onMessage, post } from './host.ts';
import { progressView } from './progressView.ts';
import { questionBox } from './questionBox.ts';

interface Page {
  update(state: PanelState): void;
  focusQuestion(draft: string | undefined): void;
  reveal(id: number): void;
}

let page: Page | undefined;

function build(strings: PanelStrings): Page {
  const question = questionBox(strings);
  const progress = progressView(strings);
  const evidence = evidenceView(strings, () => answer.reveal());
  const answer = answerView(strings, () => {
    evidence.element.scrollIntoView({ block: 'start' });
    document.getElementById('evidence-heading')?.focus({ preventScroll: true });
  });
  const coverage = coverageView(strings);
  const asked = el('h1', { class: 'asked' });
  const welcome = el(
    'div',
    { class: 'welcome' },
    el('p', {}, strings.welcome),
    el('p', { class: 'hint' }, strings.welcomeHint),
  );
  const views = [question, progress, evidence, answer, coverage];
  const main = el(
    'main',
    {},
    // First what concerns the question just asked: the results below may still be those of the one before.
    progress.element,
    asked,
    evidence.element,
    answer.element,
    coverage.element,
    welcome,
  );
  document.body.replaceChildren(question.element, main);

  return {
    update(state) {
      setText(asked, state.question);
      show(asked, state.question !== '');
      show(welcome, state.phase === 'idle');
      main.setAttribute('aria-busy', String(state.progress !== null));
      for (const view of views) view.update(state);
    },
    focusQuestion: (draft) => question.focus(draft),
    reveal: (id) => evidence.reveal(id),
  };
}

onMessage((message) => {
  switch (message.type) {
    case 'init':
      page = build(message.strings);
      page.update(message.state);
      break;
    case 'state':
      page?.update(message.state);
      break;
    case 'focusQuestion':
      page?.focusQuestion(message.draft);
      break;
    case 'reveal':
      page?.reveal(message.id);
      break;
  }
});

post({ type: 'ready' });
