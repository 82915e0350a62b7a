/** The question, where it reads, and the button: Ask, or Cancel while reading. */
import type { PanelState, PanelStrings } from '../engine/panelProtocol.ts';
import { button, el, setText, show } from './dom.ts';
import { post, saveDraft, savedDraft } from './host.ts';
import type { View } from './view.ts';

export interface QuestionBox extends View {
  /** @param draft replaces the text, with the cursor behind it; without one the text is selected */
  focus(draft: string | undefined): void;
}

const tallestPx = 200;

export function questionBox(strings: PanelStrings): QuestionBox {
  const input = el('textarea', { id: 'question', 'aria-describedby': 'scope' });
  input.rows = 2;
  input.placeholder = strings.questionPlaceholder;
  input.value = savedDraft();
  const scope = el('span', { id: 'scope', class: 'scope' });
  const ask = button('primary', strings.ask, send);
  const cancel = button('secondary', strings.cancel, () => post({ type: 'cancel' }));
  const label = el('label', { class: 'visually-hidden' }, strings.questionLabel);
  label.htmlFor = input.id;
  const element = el(
    'form',
    { class: 'question', role: 'search' },
    label,
    input,
    el('div', { class: 'question-row' }, scope, cancel, ask),
  );
  let running = false;
  let shownQuestion: string | undefined;

  function send(): void {
    // An empty one too: the host says what is wrong with it.
    if (!running) post({ type: 'ask', question: input.value.trim() });
  }

  function fit(): void {
    input.style.height = 'auto';
    input.style.height = `${Math.min(tallestPx, input.scrollHeight + 2)}px`;
  }

  element.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', () => {
    saveDraft(input.value);
    fit();
  });
  input.addEventListener('keydown', (event) => {
    // While an input method composes, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });

  return {
    element,
    focus: (draft) => {
      input.focus();
      if (draft === undefined) {
        input.select();
        return;
      }
      input.value = draft;
      saveDraft(draft);
      fit();
    },
    update(state: PanelState) {
      const isRunning = state.phase === 'scan' || state.phase === 'read';
      setText(scope, state.scope);
      scope.title = state.scope;
      const focused = document.activeElement;
      show(cancel, isRunning);
      show(ask, !isRunning);
      cancel.disabled = state.cancelling;
      setText(cancel, state.cancelling ? strings.cancelling : strings.cancel);
      // The button under the focus is gone or cannot be pressed: the question is the natural place to be.
      if (
        (focused === cancel && (!isRunning || state.cancelling)) ||
        (focused === ask && isRunning !== running)
      ) {
        input.focus();
      }
      running = isRunning;
      // A question that was asked from elsewhere (a command) is shown here too; a draft is never overwritten later.
      if (state.asked !== shownQuestion) {
        if (state.asked !== '' && (shownQuestion !== undefined || input.value === '')) {
          input.value = state.asked;
          saveDraft(state.asked);
        }
        shownQuestion = state.asked;
      }
      fit();
    },
  };
}
