/** The page of a document whose text was taken out: the evidence bar, its contents beside it, and the text or its sheets. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { DocumentMarks, HostToDocument } from '../../../contract/index.ts';
import { showHidden } from '../../../text/index.ts';
import { evidenceBar, shownPassage } from './evidenceBar.ts';
import { post, save, saved } from './documentHost.ts';
import { lineClasses, type ClassOf } from './lineMarks.ts';
import { sheetView } from './sheetView.ts';
import { TextView } from './textView.ts';

type Init = Extract<HostToDocument, { type: 'init' }>;

interface ListEntry {
  readonly line: number;
  readonly title: string;
  readonly note: string;
  readonly level: number;
}

export class DocumentPage {
  readonly #init: Init;
  readonly #text: TextView | undefined;
  readonly #root: HTMLElement;
  #marks: DocumentMarks;
  #shown: number | undefined = saved().shown;

  constructor(init: Init, root: HTMLElement) {
    this.#init = init;
    this.#root = root;
    this.#marks = init.marks;
    this.#text = init.content.kind === 'text' ? new TextView(init.content) : undefined;
    this.#render();
    this.#restore();
  }

  set marks(marks: DocumentMarks) {
    this.#marks = marks;
    this.#render();
  }

  reveal(id: number): void {
    this.#shown = id;
    save({ shown: id });
    post({ type: 'shown', id });
    this.#render();
    const passage = this.#marks.passages.find((candidate) => candidate.id === id);
    if (passage) this.#scrollTo(passage.bestLine ?? passage.startLine);
  }

  #render(): void {
    const { content, strings, name } = this.#init;
    const passage = shownPassage(this.#marks, this.#shown);
    const classOf = lineClasses(this.#marks, passage?.id);
    const entries = this.#entries();
    render(
      html`<header class="bar">
          <h1><bdi>${showHidden(name)}</bdi></h1>
          ${evidenceBar(strings, this.#marks, passage)}
        </header>
        <div class="body ${entries.length > 0 ? 'has-list' : ''}">
          ${entries.length === 0 ? nothing : this.#list(entries)}
          <main class=${content.kind} tabindex="0" aria-label=${strings.document} @scrollend=${keepScroll}>
            ${this.#content(classOf)}
          </main>
        </div>`,
      this.#root,
    );
  }

  #content(classOf: ClassOf): TemplateResult {
    const { content } = this.#init;
    if (content.kind === 'failed') return html`<p class="failed" role="alert">${content.message}</p>`;
    if (content.kind === 'sheets') return html`${content.sheets.map((sheet) => sheetView(sheet, classOf))}`;
    return this.#text?.render(classOf) ?? html``;
  }

  #entries(): readonly ListEntry[] {
    const { content } = this.#init;
    if (content.kind === 'text') return content.sections;
    if (content.kind !== 'sheets' || content.sheets.length < 2) return [];
    return content.sheets.map((sheet) => ({
      line: sheet.head?.line ?? sheet.rows[0]?.line ?? sheet.line,
      title: sheet.name,
      note: '',
      level: 1,
    }));
  }

  #list(entries: readonly ListEntry[]): TemplateResult {
    const { strings, content } = this.#init;
    const marked = this.#marks.passages.map(({ startLine }) => startLine);
    const passage = shownPassage(this.#marks, this.#shown);
    const shown = passage && [passage.bestLine ?? passage.startLine];
    const has = (i: number, lines: readonly number[] = []): boolean => {
      const [from, to] = [entries[i]!.line, entries[i + 1]?.line ?? Infinity];
      return lines.some((line) => from <= line && line < to);
    };
    return html`<nav aria-label=${content.kind === 'sheets' ? strings.sheets : strings.contents}>
      <ol>
        ${entries.map(
          ({ line, title, note, level }, i) =>
            html`<li class="level-${Math.min(4, level)} ${has(i, marked) ? 'has-passage' : ''}">
              <button
                type="button"
                aria-current=${has(i, shown) ? 'location' : nothing}
                title=${showHidden(title)}
                @click=${() => this.#scrollTo(line, true)}
              >
                <bdi class="title">${showHidden(title)}</bdi>
                ${note === '' ? nothing : html`<bdi class="note">${showHidden(note)}</bdi>`}
              </button>
            </li>`,
        )}
      </ol>
    </nav>`;
  }

  #restore(): void {
    const { top } = saved();
    const main = this.#root.querySelector('main');
    if (main && top !== undefined) main.scrollTop = top;
    if (top === undefined) {
      const passage = shownPassage(this.#marks, this.#shown);
      if (passage) this.#scrollTo(passage.bestLine ?? passage.startLine);
    }
  }

  #scrollTo(line: number, isAtTop = false): void {
    const main = this.#root.querySelector('main');
    if (!main) return;
    const element = elementAt(main, line, isAtTop);
    if (!element) return;
    scrollWithin(main, element, isAtTop);
    // What comes near is laid out only now, and may move it.
    requestAnimationFrame(() => scrollWithin(main, element, isAtTop));
  }
}

/** The element of a line or, for a line inside of what somebody says, the mark in it or all of it. */
function elementAt(main: HTMLElement, line: number, isAtTop: boolean): HTMLElement | undefined {
  const lines = [...main.querySelectorAll<HTMLElement>('[data-line]')];
  const element = lines.findLast((candidate) => Number(candidate.dataset['line']) <= line);
  const marked = isAtTop ? null : element?.querySelector<HTMLElement>('.passage.best, .passage.current');
  return marked ?? element;
}

/** Scrolls the document alone: `scrollIntoView` would move the bar, too. */
function scrollWithin(main: HTMLElement, element: HTMLElement, isAtTop: boolean): void {
  const [frame, box] = [main.getBoundingClientRect(), element.getBoundingClientRect()];
  const above = isAtTop ? 12 : Math.max(40, (main.clientHeight - box.height) / 3);
  main.scrollTop += box.top - frame.top - above;
}

function keepScroll(event: Event): void {
  save({ top: (event.currentTarget as HTMLElement).scrollTop });
}
