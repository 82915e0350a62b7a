/** The question box: text, earlier questions at the arrow keys, and one button: Ask, or Cancel while reading. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PanelState, PanelStrings } from '../contract/index.ts';
import { post, save, saved } from './host.ts';
import { LightElement } from './lightElement.ts';
import { progressView } from './progressView.ts';
import { QuestionHistory } from './questionHistory.ts';
import { factsView, previewView, scopeView } from './scopeView.ts';

export class QuestionBox extends LightElement {
  static override properties = { state: { attribute: false }, history: { attribute: false } };
  declare state: PanelState;
  declare history: readonly string[];
  declare strings: PanelStrings;
  readonly #earlier = new QuestionHistory();
  #shownQuestion: string | undefined;
  #keepPinned = true;
  #hadFocus = false;

  /** @param draft replaces the text, with the cursor after it; without a draft the text is selected */
  focusInput(draft?: string): void {
    this.#input?.focus();
    if (draft === undefined) this.#input?.select();
    else this.#type(draft);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('history')) this.#earlier.set(this.history);
    this.#hadFocus = this.contains(document.activeElement);
  }

  protected override render(): TemplateResult {
    const { strings, state } = this;
    const { progress, keepPinned, question } = state;
    return html`<form class="question" role="search" @submit=${(event: Event) => event.preventDefault()}>
      <div class="question-line">
        <label class="visually-hidden" for="question">${strings.questionLabel}</label>
        <textarea
          id="question"
          rows="1"
          placeholder=${question === '' ? strings.questionPlaceholder : strings.followUpPlaceholder}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
        ></textarea>
        ${this.#buttons()}
      </div>
      <div class="question-row">
        ${scopeView(state, strings)}
        ${
          keepPinned === ''
            ? nothing
            : html`<vscode-checkbox
                .checked=${this.#keepPinned}
                .label=${keepPinned}
                @change=${(event: Event) => {
                  this.#keepPinned = (event.target as VscodeCheckbox).checked;
                }}
              ></vscode-checkbox>`
        }
        ${
          question === ''
            ? nothing
            : html`<vscode-button secondary class="new-question" @click=${this.#beginAnew}
                >${strings.newQuestion}</vscode-button
              >`
        }
        ${factsView(state, strings)}
      </div>
      ${progress ? progressView(progress, strings) : previewView(state.preview, strings)}
    </form>`;
  }

  protected override firstUpdated(): void {
    const input = this.#input!;
    input.value = saved().draft;
  }

  protected override updated(): void {
    const { asked } = this.state;
    // The focused button is gone, so the focus goes to the question.
    if (this.#hadFocus && !this.contains(document.activeElement)) this.#input?.focus();
    // A question asked elsewhere (by a command) is shown here too, but never overwrites a later draft. After a reload
    // of the window the saved draft may be older than this question; then it is dropped.
    if (asked === this.#shownQuestion) return;
    const isOlder = this.#shownQuestion === undefined && saved().after !== asked;
    if (asked !== '' && (this.#shownQuestion !== undefined || isOlder)) this.#type(asked);
    this.#shownQuestion = asked;
  }

  get #input(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  #buttons(): TemplateResult {
    const { strings, state } = this;
    const { progress, cancelling } = state;
    if (!progress) {
      return html`<vscode-button class="primary" @click=${this.#send}>${strings.ask}</vscode-button>`;
    }
    const { paused, canPause } = progress;
    return html`${
        canPause && !cancelling
          ? html`<vscode-button
              secondary
              class="pause"
              @click=${() => post({ type: 'pause', paused: !paused })}
              >${paused ? strings.resume : strings.pause}</vscode-button
            >`
          : nothing
      }
      <vscode-button secondary class="secondary" .disabled=${cancelling} @click=${this.#cancel}
        >${cancelling ? strings.cancelling : strings.cancel}</vscode-button
      >`;
  }

  /** Moves the focus to the question, because the button is about to change or go. */
  readonly #cancel = (): void => {
    this.#input?.focus();
    post({ type: 'cancel' });
  };

  readonly #send = (): void => {
    const question = this.#input?.value.trim() ?? '';
    // An empty question is sent too: the host tells what is wrong with it.
    if (this.state.progress) return;
    this.#input?.focus();
    post({ type: 'ask', question, keepPinned: this.#keepPinned });
  };

  /** What was typed goes with the conversation. */
  readonly #beginAnew = (): void => {
    this.#type('');
    this.#input?.focus();
    post({ type: 'newQuestion' });
  };

  readonly #onInput = (): void => save({ draft: this.#input?.value ?? '', after: this.state.asked });

  readonly #onKey = (event: KeyboardEvent): void => {
    // While an input method composes, the keys are its own.
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && this.#atEdge(event.key)) {
      const { value } = this.#input!;
      const other = event.key === 'ArrowUp' ? this.#earlier.older(value) : this.#earlier.newer();
      if (other === undefined) return;
      event.preventDefault();
      this.#type(other);
    }
  };

  /** Whether the cursor can go no line further in this direction. */
  #atEdge(key: 'ArrowUp' | 'ArrowDown'): boolean {
    const input = this.#input!;
    const { selectionStart, selectionEnd, value } = input;
    if (selectionStart !== selectionEnd) return false;
    const beyond = key === 'ArrowUp' ? value.slice(0, selectionStart) : value.slice(selectionStart);
    // The text has no sign of a wrapped line, so only its very end counts there.
    const lines = value.split('\n').length;
    const isBroken = input.clientHeight > (lines + 0.9) * parseFloat(getComputedStyle(input).lineHeight);
    return isBroken ? beyond === '' : !beyond.includes('\n');
  }

  #type(text: string): void {
    const input = this.#input!;
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    save({ draft: text, after: this.state.asked });
  }
}

customElements.define('ia-question-box', QuestionBox);
