/** Marks a passage on the pages that are drawn. The marks lie over a page's text, so that a search may rewrite that. */
import type { PDFPageView, PDFViewer } from 'pdfjs-dist/legacy/web/pdf_viewer.mjs';
import type { PageArea, PdfPassage } from '../../../contract/index.ts';
import { matchPassage, type ItemRange } from './matchPassage.ts';

/** A rectangle in shares of the page, and the text below it; empty where only the place is known. */
interface Mark {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

export class PassageMarks {
  readonly #viewer: PDFViewer;
  #passage: PdfPassage | null = null;

  constructor(viewer: PDFViewer) {
    this.#viewer = viewer;
  }

  get passage(): PdfPassage | null {
    return this.#passage;
  }

  set passage(passage: PdfPassage | null) {
    this.#passage = passage;
    for (const layer of this.#viewer.container.querySelectorAll('.passage-layer')) layer.remove();
    if (!passage) return;
    for (let page = passage.page; page <= passage.lastPage; page++) this.draw(page);
  }

  /**
   * Marks what a page has of the passage.
   * @returns the first mark; null where there is none, undefined while the page's text is not drawn
   */
  draw(page: number): HTMLElement | null | undefined {
    const passage = this.#passage;
    if (!passage || page < passage.page || page > passage.lastPage) return null;
    const view = this.#viewer.getPageView(page - 1) as PDFPageView | undefined;
    if (!view?.textLayer?.highlighter.textDivs) return undefined;
    const marks = marksOf(view, passage);
    view.div.querySelector('.passage-layer')?.remove();
    const layer = document.createElement('div');
    layer.className = 'passage-layer';
    layer.setAttribute('aria-hidden', 'true');
    layer.append(...marks.map(drawn));
    view.div.append(layer);
    return layer.querySelector<HTMLElement>('.passage-mark');
  }
}

function marksOf(view: PDFPageView, { text, areas }: PdfPassage): Mark[] {
  const { textDivs, textContentItemsStr } = view.textLayer!.highlighter;
  const ranges = matchPassage(textContentItemsStr ?? [], text);
  const whole = view.textLayer!.div.getBoundingClientRect();
  const found = ranges.flatMap((range) => marksOfRange(textDivs![range.item]!, range, whole));
  return found.length > 0
    ? found
    : areas.filter(({ page }) => page === Number(view.id)).flatMap((area) => markOfArea(view, area));
}

function marksOfRange(piece: Node, { start, end }: ItemRange, whole: DOMRect): Mark[] {
  const range = document.createRange();
  range.setStart(...at(piece, start));
  range.setEnd(...at(piece, end));
  const text = range.toString();
  return Array.from(range.getClientRects(), ({ left, top, width, height }) => ({
    left: (left - whole.left) / whole.width,
    top: (top - whole.top) / whole.height,
    width: width / whole.width,
    height: height / whole.height,
    text,
  }));
}

/** Where a character stands, also in a piece that a search has parted. */
function at(piece: Node, offset: number): [Node, number] {
  const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  let [last, rest]: [Node, number] = [piece, 0];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (offset <= length) return [node, offset];
    offset -= length;
    [last, rest] = [node, length];
  }
  return [last, rest];
}

function markOfArea({ viewport }: PDFPageView, { left, top, right, bottom }: PageArea): Mark[] {
  if (right <= left || bottom <= top) return [];
  const { width, height } = viewport.clone({ scale: 1 });
  return [
    {
      left: left / width,
      top: top / height,
      width: (right - left) / width,
      height: (bottom - top) / height,
      text: '',
    },
  ];
}

function drawn({ left, top, width, height, text }: Mark): HTMLElement {
  const mark = document.createElement('div');
  mark.className = 'passage-mark';
  mark.dataset['text'] = text;
  const percent = (share: number) => `${100 * share}%`;
  Object.assign(mark.style, {
    left: percent(left),
    top: percent(top),
    width: percent(width),
    height: percent(height),
  });
  return mark;
}
