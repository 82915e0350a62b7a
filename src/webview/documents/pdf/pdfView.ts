/** The page that shows a PDF: bar, search, small pictures, and the pages. */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { html, nothing, type TemplateResult } from 'lit';
import type { HostToPdf, PdfPassage, PdfSaved } from '../../../contract/index.ts';
import { iconButton } from '../../buttons.ts';
import { LightElement } from '../../lightElement.ts';
import { FindBar } from './findBar.ts';
import { openPdf } from './openPdf.ts';
import { save, saved } from './pdfHost.ts';
import { PdfReader, type ViewPosition } from './pdfReader.ts';
import { Thumbnails } from './thumbnails.ts';

type Opened = Extract<HostToPdf, { type: 'open' }>;

export class PdfView extends LightElement {
  static override properties = { opened: { state: true }, pages: { state: true }, page: { state: true } };
  declare private opened: Opened;
  /** 0 until the document is there. */
  declare private pages: number;
  declare private page: number;
  readonly #find = new FindBar();
  #reader: PdfReader | undefined;
  #document: PDFDocumentProxy | undefined;
  #thumbnails: Thumbnails | undefined;
  #position: ViewPosition | undefined;
  /** Why nothing is shown; what has happened, for screen readers. */
  #trouble = '';
  #news = '';

  constructor(opened: Opened) {
    super();
    this.opened = opened;
    this.pages = 0;
    this.page = 1;
  }

  /** Shows the document, or what has become of it, where the user was. */
  async open(opened: Opened): Promise<void> {
    this.opened = opened;
    await this.updateComplete;
    const { bytes, files, strings } = opened;
    const result = bytes ? await openPdf(files, bytes as Uint8Array<ArrayBuffer>) : 'unreadable';
    if (this.opened !== opened) return;
    await this.#close();
    this.#trouble = typeof result === 'string' ? strings[result] : '';
    this.pages = typeof result === 'string' ? 0 : result.numPages;
    this.requestUpdate();
    if (typeof result === 'string') return;
    this.#document = result;
    const before = saved();
    const passage = opened.passage ?? before?.passage ?? null;
    this.#reader!.open(result, before ?? {}, passage, strings.page);
    if (opened.passage) this.show(opened.passage);
    if (before?.hasThumbnails) this.#showThumbnails();
  }

  /** Brings a passage into view. */
  show(passage: PdfPassage): void {
    this.#reader?.show(passage);
    this.#save();
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { strings } = this.opened;
    const state = this.#trouble || (this.pages === 0 ? strings.opening : '');
    return html`<header>
        <h1 class="visually-hidden">${document.title}</h1>
        ${this.pages > 0 ? this.#bar() : nothing} ${this.#find}
      </header>
      <main>
        <div class="side"></div>
        <div class="body">
          <div class="pages" tabindex="0" role="group" aria-label=${strings.document}>
            <div class="pdfViewer"></div>
          </div>
          ${state ? html`<p class="state">${state}</p>` : nothing}
        </div>
      </main>
      <p class="visually-hidden" role="status">${this.#news}</p>`;
  }

  protected override firstUpdated(): void {
    const { strings } = this.opened;
    this.#reader = new PdfReader(this.#container, {
      page: (page) => {
        this.page = page;
        if (this.#thumbnails) this.#thumbnails.current = page;
      },
      position: (position) => {
        this.#position = position;
        this.#save();
      },
      matches: (matches) => (this.#find.found = matches),
      shown: ({ page }, isFound) => {
        const text = isFound ? strings.passageMarked : strings.passageNotFound;
        this.#news = text.replace('{0}', String(page));
        this.requestUpdate();
      },
    });
    this.#find.strings = strings;
    this.#find.reader = this.#reader;
    this.#find.onClose = () => this.#container.focus();
    document.addEventListener('keydown', (event) => this.#onKey(event));
    addEventListener('focus', () => {
      // The keys that scroll are to work at once.
      if (document.activeElement === document.body) this.#container.focus({ preventScroll: true });
    });
    if (document.hasFocus()) this.#container.focus({ preventScroll: true });
  }

  get #container(): HTMLDivElement {
    return this.querySelector<HTMLDivElement>('.pages')!;
  }

  #bar(): TemplateResult {
    const { strings } = this.opened;
    const [reader, passage] = [this.#reader!, this.#reader!.passage];
    return html`<div class="bar" role="group" aria-label=${strings.tools}>
      ${iconButton({
        icon: 'layout-sidebar-left',
        label: strings.pages,
        pressed: this.#thumbnails !== undefined,
        onClick: () => this.#toggleThumbnails(),
      })}
      <span class="bar-part">
        ${iconButton({
          icon: 'chevron-up',
          label: strings.previousPage,
          disabled: this.page <= 1,
          onClick: () => (reader.page = this.page - 1),
        })}
        ${iconButton({
          icon: 'chevron-down',
          label: strings.nextPage,
          disabled: this.page >= this.pages,
          onClick: () => (reader.page = this.page + 1),
        })}
        <input
          class="page-number"
          inputmode="numeric"
          aria-label=${strings.pageNumber}
          size=${String(this.pages).length}
          .value=${String(this.page)}
          @change=${(event: Event) => this.#goTo(event.target as HTMLInputElement)}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
        <span class="page-count">${strings.ofPages.replace('{0}', String(this.pages))}</span>
      </span>
      <span class="bar-part">
        ${iconButton({ icon: 'zoom-out', label: strings.zoomOut, onClick: () => reader.zoom(-1) })}
        ${iconButton({ icon: 'zoom-in', label: strings.zoomIn, onClick: () => reader.zoom(1) })}
        ${iconButton({ icon: 'arrow-both', label: strings.fitWidth, onClick: () => reader.zoom('width') })}
      </span>
      <span class="bar-part bar-end">
        ${
          passage
            ? iconButton({
                icon: 'target',
                label: strings.passage,
                className: 'to-passage',
                onClick: () => this.show(passage),
              })
            : nothing
        }
        ${iconButton({ icon: 'search', label: strings.find, onClick: () => this.#find.open() })}
      </span>
    </div>`;
  }

  #goTo(input: HTMLInputElement): void {
    const page = Number(input.value);
    if (Number.isInteger(page) && page >= 1 && page <= this.pages) this.#reader!.page = page;
    else input.value = String(this.page);
  }

  #onKey(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (this.pages === 0 || event.altKey) return;
    if (hasModifier && event.key.toLowerCase() === 'f') this.#find.open();
    else if (!hasModifier && !isTyping && (event.key === '+' || event.key === '-'))
      this.#reader!.zoom(event.key === '+' ? 1 : -1);
    else return;
    event.preventDefault();
  }

  #toggleThumbnails(): void {
    if (this.#thumbnails) {
      this.#thumbnails.dispose();
      this.#thumbnails = undefined;
    } else this.#showThumbnails();
    this.#save();
    this.requestUpdate();
  }

  #showThumbnails(): void {
    const { strings } = this.opened;
    this.#thumbnails = new Thumbnails({
      document: this.#document!,
      label: strings.pages,
      pageLabel: strings.page,
      onChoose: (page) => (this.#reader!.page = page),
    });
    this.querySelector('.side')!.append(this.#thumbnails.element);
    this.#thumbnails.current = this.page;
    this.requestUpdate();
  }

  async #close(): Promise<void> {
    this.#thumbnails?.dispose();
    this.#thumbnails = undefined;
    if (this.#document) this.#reader!.close();
    await this.#document?.loadingTask.destroy();
    this.#document = undefined;
  }

  #save(): void {
    const position = this.#position ?? { page: 1, left: 0, top: 0, zoom: 'auto' };
    const state: PdfSaved = {
      ...position,
      passage: this.#reader?.passage ?? null,
      hasThumbnails: this.#thumbnails !== undefined,
    };
    save(state);
  }
}

customElements.define('ia-pdf', PdfView);
