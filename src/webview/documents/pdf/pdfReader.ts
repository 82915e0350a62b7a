/** The pages of a PDF in the viewer of pdf.js, which draws those in view: position, zoom, search, and a marked passage. */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { AnnotationMode } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { EventBus, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/legacy/web/pdf_viewer.mjs';
import type { PdfPassage, PdfSaved } from '../../../contract/index.ts';
import { PassageMarks } from './passageMarks.ts';

export type ViewPosition = Pick<PdfSaved, 'page' | 'left' | 'top' | 'zoom'>;

export interface Matches {
  /** From 1; 0 for none. */
  readonly current: number;
  readonly total: number;
}

/** What the reader tells of. */
export interface ReaderEvents {
  readonly page: (page: number) => void;
  readonly position: (position: ViewPosition) => void;
  readonly matches: (matches: Matches) => void;
  /** The passage that was to be shown is in view; whether its text was found on its page. */
  readonly shown: (passage: PdfPassage, isFound: boolean) => void;
}

export class PdfReader {
  readonly #container: HTMLDivElement;
  readonly #events: ReaderEvents;
  readonly #bus = new EventBus();
  readonly #links = new PDFLinkService({ eventBus: this.#bus });
  readonly #viewer: PDFViewer;
  readonly #marks: PassageMarks;
  #start: Partial<ViewPosition> = {};
  /** Waits for its page to be drawn. */
  #toShow: PdfPassage | null = null;

  /** @param container placed absolutely, with an empty `div` in it */
  constructor(container: HTMLDivElement, events: ReaderEvents) {
    this.#container = container;
    this.#events = events;
    const [eventBus, linkService] = [this.#bus, this.#links];
    this.#viewer = new PDFViewer({
      container,
      eventBus,
      linkService,
      findController: new PDFFindController({ eventBus, linkService }),
      annotationMode: AnnotationMode.ENABLE,
      // Only what the document itself has as a link is one.
      enableAutoLinking: false,
      l10n: noTexts as unknown as Texts,
    });
    this.#links.setViewer(this.#viewer);
    this.#marks = new PassageMarks(this.#viewer);
    this.#listen();
  }

  /** The document's marked passage. */
  get passage(): PdfPassage | null {
    return this.#marks.passage;
  }

  get page(): number {
    return this.#viewer.currentPageNumber;
  }

  set page(page: number) {
    this.#viewer.currentPageNumber = page;
  }

  /** @param pageLabel what a screen reader says for a page, with `{0}` for its number */
  open(
    document: PDFDocumentProxy,
    start: Partial<ViewPosition>,
    passage: PdfPassage | null,
    pageLabel: string,
  ): void {
    this.#start = start;
    this.#viewer.setDocument(document);
    this.#links.setDocument(document);
    this.#marks.passage = passage;
    void (this.#viewer.firstPagePromise as Promise<unknown>).then(() => {
      for (const [i, page] of this.#container.querySelectorAll('.page').entries())
        page.setAttribute('aria-label', pageLabel.replace('{0}', String(i + 1)));
    });
  }

  /** Shows nothing. */
  close(): void {
    // The viewer takes null, which its types do not say.
    const nothing = null as unknown as PDFDocumentProxy;
    this.#viewer.setDocument(nothing);
    this.#links.setDocument(nothing);
  }

  /** Marks a passage and brings it into view. */
  show(passage: PdfPassage): void {
    this.#toShow = passage;
    if (this.#viewer.pagesCount === 0) return;
    this.#marks.passage = passage;
    this.#viewer.scrollPageIntoView({ pageNumber: passage.page });
    this.#reveal();
  }

  zoom(step: 1 | -1 | 'width'): void {
    if (step === 'width') this.#viewer.currentScaleValue = 'page-width';
    else if (step === 1) this.#viewer.increaseScale();
    else this.#viewer.decreaseScale();
  }

  /** Looks for words and brings a match into view: the next one, when the same is looked for again. */
  find(query: string, step: 1 | -1, isAgain: boolean): void {
    this.#bus.dispatch('find', {
      source: this,
      type: isAgain ? 'again' : '',
      query,
      caseSensitive: false,
      entireWord: false,
      highlightAll: true,
      findPrevious: step === -1,
      matchDiacritics: false,
    });
  }

  endFind(): void {
    this.#bus.dispatch('findbarclose', { source: this });
  }

  #listen(): void {
    this.#bus.on('pagesinit', () => this.#begin());
    this.#bus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => this.#events.page(pageNumber));
    this.#bus.on('updateviewarea', ({ location }: { location: ViewLocation }) => {
      const { pageNumber, left, top } = location;
      this.#events.position({ page: pageNumber, left, top, zoom: this.#viewer.currentScaleValue });
    });
    this.#bus.on('textlayerrendered', ({ pageNumber }: { pageNumber: number }) => {
      if (this.#toShow?.page === pageNumber) this.#reveal();
      else this.#marks.draw(pageNumber);
    });
    const onMatches = ({ matchesCount }: { matchesCount: Matches }) => this.#events.matches(matchesCount);
    this.#bus.on('updatefindmatchescount', onMatches);
    this.#bus.on('updatefindcontrolstate', onMatches);
    new ResizeObserver(() => {
      // A zoom that has a name goes by the width there is.
      const { currentScaleValue: zoom } = this.#viewer;
      if (Number.isNaN(Number(zoom))) this.#viewer.currentScaleValue = zoom;
    }).observe(this.#container);
    this.#container.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
  }

  #begin(): void {
    const { page, left, top, zoom = 'auto' } = this.#start;
    this.#viewer.currentScaleValue = zoom;
    if (this.#toShow) this.show(this.#toShow);
    else if (page !== undefined) {
      const pageNumber = Math.min(page, this.#viewer.pagesCount);
      this.#viewer.scrollPageIntoView({ pageNumber, destArray: [null, { name: 'XYZ' }, left, top, null] });
    }
  }

  #reveal(): void {
    const passage = this.#toShow;
    const first = passage && this.#marks.draw(passage.page);
    if (!passage || first === undefined) return;
    this.#toShow = null;
    if (first) this.#center(first);
    this.#events.shown(passage, first !== null);
  }

  /** Scrolls the pages alone, and to the side only where the mark is out of view. */
  #center(mark: HTMLElement): void {
    const [at, window] = [mark.getBoundingClientRect(), this.#container.getBoundingClientRect()];
    this.#container.scrollTop += at.top - window.top - window.height / 3;
    if (at.left < window.left || at.right > window.right)
      this.#container.scrollLeft += at.left - window.left - 20;
  }

  #onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#viewer.updateScale({
      steps: event.deltaY < 0 ? 1 : -1,
      origin: [event.clientX, event.clientY],
    });
  }
}

interface ViewLocation {
  readonly pageNumber: number;
  readonly left: number;
  readonly top: number;
}

type Texts = NonNullable<ConstructorParameters<typeof PDFViewer>[0]['l10n']>;

/** The viewer's own texts are left out: the labels of pages are set above, in the user's language. */
const noTexts = {
  getLanguage: () => 'en',
  getDirection: () => 'ltr' as const,
  get: () => Promise.resolve(''),
  translate: () => Promise.resolve(),
  translateOnce: () => Promise.resolve(),
  pause: () => undefined,
  resume: () => undefined,
};
