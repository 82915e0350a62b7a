/** PDF by pdf.js: its text in reading order, with pages, headings and the place of each line. */
import './globals.ts';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DocumentRefused } from '../types.ts';
import type { DocumentText } from '../types.ts';
import { withoutFurniture } from './furniture.ts';
import { linesOfPage } from './lines.ts';
import { runsByTurn } from './runs.ts';
import type { TextItem } from './runs.ts';
import { textOfPages } from './text.ts';
import type { OutlineEntry, Page } from './types.ts';

/** A document of more pages is refused. */
const MAX_PAGES = 20_000;
const MAX_OUTLINE_ENTRIES = 20_000;
const MAX_OUTLINE_DEPTH = 12;

/** @throws DocumentRefused for a document with a password, of pictures alone, or of too many pages */
export async function extractPdf(bytes: Uint8Array): Promise<DocumentText> {
  const document = await open(bytes);
  try {
    const { numPages } = document;
    if (numPages > MAX_PAGES) throw new DocumentRefused('tooComplex');
    const pages: Page[] = [];
    let damaged = 0;
    for (let number = 1; number <= numPages; number++) {
      try {
        pages.push(await pageOf(document, number));
      } catch {
        // One damaged page costs only itself.
        damaged++;
      }
    }
    if (pages.every(({ lines }) => lines.length === 0)) {
      throw new DocumentRefused(damaged === numPages ? 'damaged' : 'scanned');
    }
    return textOfPages(withoutFurniture(pages), await outlineOf(document, pages).catch(() => []));
  } finally {
    await document.destroy();
  }
}

type Document = Awaited<ReturnType<typeof getDocument>['promise']>;

async function open(data: Uint8Array): Promise<Document> {
  try {
    return await getDocument({
      data,
      verbosity: 0,
      // Nothing of a document runs, is loaded from elsewhere, or is drawn.
      isEvalSupported: false,
      enableXfa: false,
      useSystemFonts: false,
      disableFontFace: true,
      useWorkerFetch: false,
      useWasm: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      ...characterMaps(),
    }).promise;
  } catch (error) {
    throw error instanceof Error && error.name === 'PasswordException'
      ? new DocumentRefused('encrypted')
      : error;
  }
}

/** The tables beside the built program that say which characters the fonts of Chinese, Japanese and Korean mean. */
function characterMaps(): { cMapUrl?: string; cMapPacked?: true } {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'cmaps');
  // pdf.js wants a slash at the end, on Windows too.
  return existsSync(folder) ? { cMapUrl: `${folder}/`, cMapPacked: true } : {};
}

async function pageOf(document: Document, number: number): Promise<Page> {
  const page = await document.getPage(number);
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  page.cleanup();
  const texts = items.filter((item): item is TextItem & typeof item => 'str' in item);
  const view = transform;
  return { number, lines: linesOfPage(runsByTurn(texts, view, width, height)), view };
}

async function outlineOf(document: Document, pages: readonly Page[]): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = [];
  const views = new Map(pages.map(({ number, view }) => [number, view]));
  type Node = Awaited<ReturnType<Document['getOutline']>>[number];
  const add = async (nodes: readonly Node[], level: number): Promise<void> => {
    if (level > MAX_OUTLINE_DEPTH) return;
    for (const { title, dest, items } of nodes) {
      if (entries.length >= MAX_OUTLINE_ENTRIES) return;
      const target = await targetOf(document, dest);
      if (target) {
        const { page, point } = target;
        entries.push({ title, page, level, top: topOf(point, views.get(page)) });
      }
      await add(items as Node[], level + 1);
    }
  };
  // The types say otherwise, but a document without an outline has null.
  const outline = (await document.getOutline()) as readonly Node[] | null;
  await add(outline ?? [], 1);
  return entries;
}

interface Target {
  readonly page: number;
  /** In the page's space; undefined where the page alone is named. */
  readonly point: readonly [number, number] | undefined;
}

async function targetOf(document: Document, dest: unknown): Promise<Target | undefined> {
  try {
    const explicit: unknown = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    if (!Array.isArray(explicit)) return undefined;
    const [target, kind, ...numbers] = explicit as unknown[];
    const { name } = (kind ?? {}) as { readonly name?: unknown };
    const point =
      name === 'XYZ' ? numbers.slice(0, 2) : name === 'FitH' || name === 'FitBH' ? [0, numbers[0]] : [];
    return { page: await pageNumber(document, target), point: pointOf(point) };
  } catch {
    return undefined;
  }
}

async function pageNumber(document: Document, target: unknown): Promise<number> {
  if (typeof target === 'number') return target + 1;
  return 1 + (await document.getPageIndex(target as Parameters<Document['getPageIndex']>[0]));
}

function pointOf([x, y]: readonly unknown[]): Target['point'] {
  return typeof y === 'number' ? [typeof x === 'number' ? x : 0, y] : undefined;
}

function topOf(point: Target['point'], view: readonly number[] | undefined): number | undefined {
  if (!point || !view) return undefined;
  const [, b = 0, , d = 0, , f = 0] = view;
  return b * point[0] + d * point[1] + f;
}
