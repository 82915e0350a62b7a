/** The page: the question, and below it what came of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState, PanelStrings } from '../contract/index.ts';
import { answerView } from './answerView.ts';
import { carriedView } from './carriedView.ts';
import { coverageView } from './coverageView.ts';
import './evidenceList.ts';
import type { EvidenceList } from './evidenceList.ts';
import { LightElement } from './lightElement.ts';
import { keepPlace } from './held.ts';
import { outcomeView } from './outcomeView.ts';
import { restView } from './restView.ts';
import './questionBox.ts';
import type { QuestionBox } from './questionBox.ts';
import { welcomeView } from './welcomeView.ts';

export class Panel extends LightElement {
  static override properties = {
    state: { attribute: false },
    history: { attribute: false },
    cited: { state: true },
  };
  declare state: PanelState;
  declare history: readonly string[];
  declare strings: PanelStrings;
  declare cited: number | null;

  constructor() {
    super();
    this.cited = null;
  }

  /** @param draft replaces the text in the box */
  focusQuestion(draft?: string): void {
    const box = this.querySelector<QuestionBox>('ia-question-box');
    void box?.updateComplete.then(() => box.focusInput(draft));
  }

  reveal(id: number): void {
    const list = this.#list;
    void list?.updateComplete.then(() => list.reveal(id));
  }

  protected override willUpdate(): void {
    const list = this.#list;
    const place = list?.heldPlace();
    if (list && place) void this.updateComplete.then(() => list.updateComplete).then(() => keepPlace(place));
  }

  protected override render(): TemplateResult {
    const { state, strings, history, cited } = this;
    const { question, progress } = state;
    return html`<ia-question-box .strings=${strings} .state=${state} .history=${history}></ia-question-box>
      <main aria-busy=${progress !== null}>
        ${outcomeView(state, strings)} ${question === '' ? nothing : html`<h1 class="asked">${question}</h1>`}
        ${carriedView(state, strings)} ${coverageView(state.coverage, strings)} ${restView(state.rest)}
        ${answerView({
          strings,
          state,
          onCite: (id) => (this.cited = id),
          goToEvidence: () => this.#list?.focusHeading(),
        })}
        <ia-evidence-list .strings=${strings} .state=${state} .cited=${cited}></ia-evidence-list>
        ${welcomeView(state, strings)}
      </main>`;
  }

  get #list(): EvidenceList | null {
    return this.querySelector('ia-evidence-list');
  }
}

customElements.define('ia-panel', Panel);
