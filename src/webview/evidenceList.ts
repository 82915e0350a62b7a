/** The list of evidence. Cards do not move while somebody reads them. */
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelEvidence, PanelState, PanelStrings } from '../contract/index.ts';
import { icon } from './buttons.ts';
import './evidenceCard.ts';
import { glide, placesOf } from './flip.ts';
import { post } from './host.ts';
import { heldPlace, isHeld } from './held.ts';
import type { HeldPlace } from './held.ts';
import { LightElement } from './lightElement.ts';
import { steadyOrder } from './order.ts';

/** Cards shown at first; a click shows the rest. */
const cardsShown = 10;

export class EvidenceList extends LightElement {
  static override properties = {
    state: { attribute: false },
    cited: { attribute: false },
    all: { state: true },
  };
  declare state: PanelState;
  /** Id of the piece whose citation the pointer is on. */
  declare cited: number | null;
  declare strings: PanelStrings;
  declare all: boolean;
  #order: number[] = [];
  /** The last content of each card: a displaced card stays until pointer and focus leave the list. */
  #shown = new Map<number, PanelEvidence>();
  /** Cards that the user removed. */
  readonly #taken = new Set<number>();
  #question = '';
  #places = new Map<Element, number>();

  constructor() {
    super();
    this.all = false;
    this.cited = null;
  }

  /** Scrolls to a card and marks it. */
  async reveal(id: number): Promise<void> {
    if (!this.#card(id) && this.state.evidence.some((one) => one.id === id)) {
      this.all = true;
      await this.updateComplete;
    }
    const card = this.#card(id);
    card?.scrollIntoView({ block: 'center' });
    card?.focus({ preventScroll: true });
  }

  /** Moves the focus to the heading. */
  focusHeading(): void {
    this.scrollIntoView({ block: 'start' });
    this.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }

  /** Place of the card that has the pointer or the focus. */
  heldPlace(): HeldPlace | undefined {
    return this.#list ? heldPlace(this.#list) : undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { evidence, question, phase } = this.state;
    // Ids begin anew with every question.
    if (question !== this.#question || phase === 'scan') {
      this.#order = [];
      this.#shown.clear();
      this.#taken.clear();
      this.all = false;
    }
    this.#question = question;
    const list = this.#list;
    const wanted = evidence.map(({ id }) => id);
    for (const id of wanted) this.#taken.delete(id);
    this.#order = steadyOrder(wanted, this.#order, list !== null && isHeld(list), this.#taken);
    for (const piece of evidence) this.#shown.set(piece.id, piece);
    this.#places = list && changed.has('state') ? placesOf(list) : new Map<Element, number>();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { strings, state } = this;
    const { evidence, dropped, answerAgain } = state;
    if (evidence.length === 0 && dropped === '') return nothing;
    return html`<section class="evidence" aria-labelledby="evidence-heading">
      <div class="section-header">
        <h2 id="evidence-heading" tabindex="-1">${strings.evidence}</h2>
        <vscode-badge variant="counter" class="count">${evidence.length}</vscode-badge>
        ${dropped === '' ? nothing : this.#dropped()}
        <button type="button" class="quiet open-all" @click=${() => post({ type: 'openAll' })}>
          ${icon('go-to-file')} ${strings.openAll}
        </button>
      </div>
      <p class="hint">${state.evidenceHint}</p>
      ${
        answerAgain === ''
          ? nothing
          : html`<p class="again">
              <vscode-button @click=${() => post({ type: 'answerAgain' })}>${answerAgain}</vscode-button>
            </p>`
      }
      ${this.#cards()}
    </section>`;
  }

  protected override updated(): void {
    if (this.#list && this.#places.size > 0) glide(this.#list, this.#places);
  }

  get #list(): Element | null {
    return this.querySelector('ol.cards');
  }

  #card(id: number): HTMLElement | null {
    return this.querySelector(`#evidence-${id}`);
  }

  #dropped(): TemplateResult {
    const { strings, state } = this;
    return html`<span class="hint">${state.dropped}</span>
      <button type="button" class="quiet restore" @click=${() => post({ type: 'restore' })}>
        ${icon('discard')} ${strings.restore}
      </button>`;
  }

  #cards(): TemplateResult {
    const { strings } = this;
    const cards = this.#order.flatMap((id) => this.#shown.get(id) ?? []);
    const folds = cards.length > cardsShown + 2;
    const shown = folds && !this.all ? cards.slice(0, cardsShown) : cards;
    // The key includes the reading, so that a card of another question never inherits what was opened in this one.
    return html`<ol
        class="cards"
        @mouseleave=${this.#settle}
        @focusout=${this.#settle}
        @ia-drop=${(event: CustomEvent<number>) => this.#taken.add(event.detail)}
      >
        ${repeat(
          shown,
          ({ id, label }) => `${this.#question} ${id} ${label}`,
          (evidence) =>
            html`<li
              class="card ${evidence.id === this.cited ? 'cited' : ''} ${evidence.pinned ? 'is-pinned' : ''}"
              id="evidence-${evidence.id}"
              tabindex="-1"
            >
              <ia-evidence-card .strings=${strings} .evidence=${evidence}></ia-evidence-card>
            </li>`,
        )}
      </ol>
      ${folds ? this.#foldButton(cards.length) : nothing}`;
  }

  #foldButton(count: number): TemplateResult {
    const { showBestEvidence, showAllEvidence } = this.strings;
    return html`<button
      type="button"
      class="quiet more-evidence"
      aria-expanded=${this.all}
      @click=${() => (this.all = !this.all)}
    >
      ${this.all ? showBestEvidence : `${showAllEvidence} (${count})`}
    </button>`;
  }

  /** Pointer and focus have left: cards that were held back move now. */
  readonly #settle = (): void => {
    setTimeout(() => this.requestUpdate('state', undefined));
  };
}

customElements.define('ia-evidence-list', EvidenceList);
