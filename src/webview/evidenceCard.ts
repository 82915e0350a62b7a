/** One piece of evidence: its place, its attention, its lines and its actions. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PanelEvidence, PanelStrings } from '../contract/index.ts';
import { icon, toolbar } from './buttons.ts';
import { codeLine, lineNumber, type CodeLine } from './codeLines.ts';
import { showHidden } from '../text/index.ts';
import { copyButton } from './copyButton.ts';
import { cssVariable } from './cssVariable.ts';
import { fileIcon } from './fileIcon.ts';
import { tokens, type Token } from './highlight.ts';
import { post } from './host.ts';
import { LightElement } from './lightElement.ts';
import { pieces } from './pieces.ts';
import { tintsOf } from './why.ts';
import { whyView } from './whyView.ts';

export class EvidenceCard extends LightElement {
  static override properties = {
    evidence: { attribute: false },
    allLines: { state: true },
    whyOpen: { state: true },
    pointed: { state: true },
    chosen: { state: true },
  };
  declare evidence: PanelEvidence;
  declare strings: PanelStrings;
  declare allLines: boolean;
  declare whyOpen: boolean;
  declare pointed: number | null;
  declare chosen: number | null;
  #tokens: readonly Token[] = [];
  #tokensOf = '';

  constructor() {
    super();
    this.allLines = false;
    this.whyOpen = false;
    this.pointed = null;
    this.chosen = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('evidence')) return;
    // The page may have been thrown away since it asked why; the host still has the result.
    if (!this.hasUpdated) this.whyOpen = this.evidence.why !== null;
    const { before, lines, after, name } = this.evidence;
    const text = [...before, ...lines, ...after].join('\n');
    if (text === this.#tokensOf) return;
    this.#tokensOf = text;
    this.#tokens = tokens(text, name);
  }

  protected override render(): TemplateResult {
    const { evidence, strings } = this;
    const { stale, expandError, alsoIn } = evidence;
    return html`${this.#header()}
    ${stale ? html`<p class="stale">${icon('warning')} ${strings.stale}</p>` : nothing}
    ${alsoIn === '' ? nothing : html`<p class="also"><bdi>${showHidden(alsoIn)}</bdi></p>`}
    ${this.whyOpen ? this.#why() : nothing} ${this.#signature()} ${this.#lines()}
    ${expandError === '' ? nothing : html`<p class="stale" role="status">${icon('warning')} ${expandError}</p>`}`;
  }

  #header(): TemplateResult {
    const { id, rank, folder, name, range, label, pinned } = this.evidence;
    return html`<div class="card-header">
      <span class="rank" aria-hidden="true">${rank}</span>
      <span class="file-icon">${icon(fileIcon(name))}</span>
      <button type="button" class="link place" title=${label} @click=${() => post({ type: 'open', id })}>
        <span class="folder"><bdi>${showHidden(folder)}</bdi></span
        ><span class="name"><bdi>${showHidden(name)}</bdi></span
        ><span class="range">${range}</span>
      </button>
      ${pinned ? html`<span class="pinned">${icon('pinned')}<span>${this.strings.pinned}</span></span>` : nothing}
      ${this.#score()} ${this.#toolbar(name + range)}
    </div>`;
  }

  #score(): TemplateResult {
    const { score, scoreShare, scoreParts } = this.evidence;
    const parts = scoreParts.map(({ label, value }) => `${label}: ${value}`);
    const title = [`${this.strings.score}: ${score}`, ...parts].join('\n');
    return html`<span class="score" role="img" title=${title} aria-label=${title.replaceAll('\n', ', ')}>
      <span class="score-bar"><span class="score-fill" ${cssVariable('--share', scoreShare)}></span></span>
      <span class="score-number">${score}</span>
    </span>`;
  }

  #toolbar(what: string): TemplateResult {
    const { strings, evidence } = this;
    const { id, pinned, canExpand } = evidence;
    return toolbar(
      strings.actions.replace('{0}', () => what),
      [
        {
          icon: 'lightbulb',
          label: strings.why,
          pressed: this.whyOpen,
          onClick: () => this.#toggleWhy(),
        },
        {
          icon: 'unfold',
          label: strings.expand,
          disabled: !canExpand,
          onClick: () => post({ type: 'expand', id }),
        },
        {
          icon: 'split-horizontal',
          label: strings.openSide,
          onClick: () => post({ type: 'openSide', id }),
        },
        copyButton(strings.copyMarkdown, strings.copied, { type: 'copyEvidence', id }),
        {
          icon: pinned ? 'pinned' : 'pin',
          label: pinned ? strings.unpin : strings.pin,
          pressed: pinned,
          onClick: () => post({ type: 'pin', id, pinned: !pinned }),
        },
        { icon: 'close', label: strings.drop, onClick: () => this.#drop() },
      ],
    );
  }

  #why(): TemplateResult {
    return whyView({
      strings: this.strings,
      reasons: this.evidence.reasons,
      why: this.evidence.why,
      word: this.pointed ?? this.chosen,
      chosen: this.chosen,
      onPoint: (word) => (this.pointed = word),
      onChoose: (word) => (this.chosen = word),
    });
  }

  #signature(): TemplateResult | typeof nothing {
    const { id, signature, before } = this.evidence;
    // Once the lines around include the signature, it is not repeated.
    if (!signature || signature.above <= before.length) return nothing;
    return html`<button
      type="button"
      class="link signature"
      aria-label=${signature.label}
      @click=${() => post({ type: 'openSignature', id })}
    >
      ${lineNumber(signature.line)}<span class="line-text">${showHidden(signature.text)}</span>
    </button>`;
  }

  #lines(): TemplateResult {
    const lines = this.#codeLines();
    const { before, after, folded } = this.evidence;
    const { start, end } = folded;
    // Folding a line or two gains nothing.
    const folds = before.length + after.length === 0 && lines.length > end - start + 2;
    const shown = folds && !this.allLines ? lines.slice(start, end) : lines;
    return html`<div class="lines ${this.#tinted ? 'tinted' : ''}">${shown.map(codeLine)}</div>
      ${folds ? this.#foldButton(lines.length) : nothing}`;
  }

  #foldButton(count: number): TemplateResult {
    const { showLess, showAll } = this.strings;
    return html`<button
      type="button"
      class="quiet more"
      aria-expanded=${this.allLines}
      @click=${() => (this.allLines = !this.allLines)}
    >
      ${this.allLines ? showLess : `${showAll} (${count})`}
    </button>`;
  }

  #codeLines(): CodeLine[] {
    const { before, lines, firstLine, heat, why, bestLine } = this.evidence;
    const offset = before.reduce((sum, line) => sum + line.length + 1, 0);
    const tints =
      this.#tinted && why?.kind === 'shown' ? tintsOf(why, this.pointed ?? this.chosen, offset) : [];
    return pieces(this.#tokens, tints).map((line, i) => {
      const at = i - before.length;
      const isAround = at < 0 || at >= lines.length;
      // The heat of lines would hide that of words.
      const known = this.#tinted ? undefined : heat[at];
      return {
        number: firstLine === null ? null : firstLine + at,
        pieces: line,
        heat: isAround ? null : (known ?? 0),
        isBest: at === bestLine,
        title: known === undefined ? '' : this.strings.heat.replace('{0}', String(Math.round(known * 100))),
      };
    });
  }

  get #tinted(): boolean {
    return this.whyOpen && this.evidence.why?.kind === 'shown';
  }

  #drop(): void {
    const { id } = this.evidence;
    this.dispatchEvent(new CustomEvent('ia-drop', { bubbles: true, detail: id }));
    post({ type: 'drop', id });
  }

  #toggleWhy(): void {
    this.whyOpen = !this.whyOpen;
    const { id, why } = this.evidence;
    if (this.whyOpen && why?.kind !== 'shown') post({ type: 'why', id });
  }
}

customElements.define('ia-evidence-card', EvidenceCard);
