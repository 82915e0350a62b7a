/** The search in a document: Enter goes to the next match, Shift+Enter to the one before, Escape ends it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PdfStrings } from '../../../contract/index.ts';
import { iconButton } from '../../buttons.ts';
import { LightElement } from '../../lightElement.ts';
import type { Matches, PdfReader } from './pdfReader.ts';

export class FindBar extends LightElement {
  static override properties = { found: { attribute: false }, isOpen: { state: true } };
  declare found: Matches | undefined;
  declare private isOpen: boolean;
  strings!: PdfStrings;
  reader!: PdfReader;
  onClose: () => void = () => undefined;
  #query = '';

  constructor() {
    super();
    this.isOpen = false;
  }

  /** Opens the search, or goes back to its words. */
  open(): void {
    this.isOpen = true;
    void this.updateComplete.then(() => this.querySelector('input')?.select());
    if (this.#query !== '') this.#look(1, false);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    const { strings } = this;
    return html`<form class="find" role="search" @submit=${(event: Event) => event.preventDefault()}>
      <input
        aria-label=${strings.find}
        placeholder=${strings.find}
        .value=${this.#query}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
      />
      <span class="find-count" role="status">${this.#count()}</span>
      ${iconButton({ icon: 'arrow-up', label: strings.findPrevious, onClick: () => this.#look(-1, true) })}
      ${iconButton({ icon: 'arrow-down', label: strings.findNext, onClick: () => this.#look(1, true) })}
      ${iconButton({ icon: 'close', label: strings.findClose, onClick: () => this.#close() })}
    </form>`;
  }

  #count(): string {
    if (this.#query === '' || !this.found) return '';
    const { current, total } = this.found;
    if (total === 0) return this.strings.findNothing;
    return this.strings.findCount.replace('{0}', String(current)).replace('{1}', String(total));
  }

  #onInput(event: Event): void {
    this.#query = (event.target as HTMLInputElement).value;
    this.found = undefined;
    this.#look(1, false);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#look(event.shiftKey ? -1 : 1, true);
    else if (event.key === 'Escape') this.#close();
    else return;
    event.preventDefault();
  }

  #look(step: 1 | -1, isAgain: boolean): void {
    this.reader.find(this.#query, step, isAgain);
  }

  #close(): void {
    this.isOpen = false;
    this.reader.endFind();
    this.onClose();
  }
}

customElements.define('ia-find-bar', FindBar);
