/** Small pictures of the pages, drawn while they are in view. */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

const WIDTH = 110;
const HEIGHT = 150;

export interface ThumbnailOptions {
  readonly document: PDFDocumentProxy;
  /** What a screen reader says for the whole, and for a page with `{0}` for its number. */
  readonly label: string;
  readonly pageLabel: string;
  readonly onChoose: (page: number) => void;
}

export class Thumbnails {
  readonly element = document.createElement('nav');
  readonly #options: ThumbnailOptions;
  readonly #buttons: HTMLButtonElement[] = [];
  readonly #seen: IntersectionObserver;
  /** Pages whose pictures are being drawn, one after the other, because drawing takes the worker's time. */
  readonly #waiting = new Set<number>();
  #isDrawing = false;
  #current = 0;

  constructor(options: ThumbnailOptions) {
    this.#options = options;
    this.element.className = 'thumbnails';
    this.element.setAttribute('aria-label', options.label);
    const list = document.createElement('ol');
    for (let page = 1; page <= options.document.numPages; page++) list.append(this.#item(page));
    this.element.append(list);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#seen = new IntersectionObserver((entries) => this.#onSeen(entries), {
      root: this.element,
      rootMargin: '200px',
    });
    for (const button of this.#buttons) this.#seen.observe(button);
  }

  /** Shows which page is read, and brings its picture into view. */
  set current(page: number) {
    const [before, now] = [this.#buttons[this.#current - 1], this.#buttons[page - 1]];
    this.#current = page;
    before?.removeAttribute('aria-current');
    if (before) before.tabIndex = -1;
    if (!now) return;
    now.setAttribute('aria-current', 'page');
    now.tabIndex = 0;
    now.scrollIntoView({ block: 'nearest' });
  }

  dispose(): void {
    this.#seen.disconnect();
    this.#waiting.clear();
    this.element.remove();
  }

  #item(page: number): HTMLElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.tabIndex = -1;
    button.dataset['page'] = String(page);
    button.setAttribute('aria-label', this.#options.pageLabel.replace('{0}', String(page)));
    button.addEventListener('click', () => this.#options.onChoose(page));
    const number = document.createElement('span');
    number.textContent = String(page);
    button.append(number);
    item.append(button);
    this.#buttons.push(button);
    return item;
  }

  /** The list is one stop of the Tab key; arrow keys go on from there. */
  #onKey(event: KeyboardEvent): void {
    const at = this.#buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#buttons.length - 1 }[event.key];
    const button = to === undefined ? undefined : this.#buttons[to];
    if (!button || at < 0) return;
    event.preventDefault();
    this.#buttons[at]!.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  }

  #onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const page = Number((target as HTMLElement).dataset['page']);
      if (isIntersecting) this.#waiting.add(page);
      else {
        this.#waiting.delete(page);
        // Thousands of pictures would take a lot of memory.
        target.querySelector('canvas')?.remove();
      }
    }
    void this.#drawAll();
  }

  async #drawAll(): Promise<void> {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    for (const page of this.#waiting) {
      // A page that cannot be drawn keeps its number.
      await this.#draw(page).catch(() => undefined);
      this.#waiting.delete(page);
    }
    this.#isDrawing = false;
  }

  async #draw(number: number): Promise<void> {
    const button = this.#buttons[number - 1]!;
    if (button.querySelector('canvas')) return;
    const page = await this.#options.document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const scale = Math.min(WIDTH / width, HEIGHT / height) * devicePixelRatio;
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    await page.render({ canvas, viewport }).promise;
    if (this.#waiting.has(number)) button.prepend(canvas);
  }
}
