/** The view of PDF files as it is shipped, in a real browser: passages, search, four themes, by keyboard, and what cannot be shown. */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PdfPassage } from '../../src/contract/index.ts';
import { pdfFile, testPdf } from '../../src/corpus/documents/pdf/testPdf.fixture.ts';
import { launch } from './page.ts';
import { openPdfPage, type PdfPage, type PdfPageOptions } from './pdfPage.ts';
import { themes } from './themes.ts';

const pictures = 'test-results/screenshots';
const browser: Browser | undefined = await launch();
/** Evaluated through the debugger, which no policy of the page forbids. */
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Two slow cores may take long for what is drawn in a moment. */
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

const lines = (page: number) => [
  { text: `Chapter ${page}`, x: 60, y: 720, size: 18 },
  { text: `Page ${page} says that the pump must be primed by hand be-`, x: 60, y: 690 },
  { text: 'fore it is started for the first time.', x: 60, y: 676 },
  { text: 'Nothing else is said.', x: 60, y: 640 },
];
const manual = (pages: number): Uint8Array => testPdf(Array.from({ length: pages }, (_, i) => lines(i + 1)));

const key = 'ab'.repeat(32);
const locked = `/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${key}>/U<${key}>>>/ID[<00><00>]`;

const passageOn = (page: number): PdfPassage => ({
  page,
  lastPage: page,
  text: `Page ${page} says that the pump must be primed by hand before it is started for the first time.`,
  areas: [],
});

/** A page that a picture in JBIG2 fills with black. */
function blackPage(): Uint8Array {
  // One segment: a page of 8 by 8 whose pixels are black from the beginning.
  const picture = '0000000030000100000013' + '0000000800000008' + '0000000000000000' + '04' + '0000';
  const stream = (entries: string, text: string) =>
    `<<${entries}/Length ${text.length}>>stream\n${text}\nendstream`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>',
    stream('', '600 0 0 800 0 0 cm /I Do'),
    stream(
      '/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 1/Filter[/ASCIIHexDecode/JBIG2Decode]',
      `${picture}>`,
    ),
  ];
  return pdfFile(objects, '/Root 1 0 R');
}

async function open(options: PdfPageOptions, theme: keyof typeof themes = 'light'): Promise<PdfPage> {
  return openPdfPage(browser!, themes[theme], options);
}

/** Waits until the number box and the marks are those of a page. */
async function isAt(view: PdfPage, number: number): Promise<void> {
  await poll(() => view.page.getByLabel('Number of the page').inputValue()).toBe(String(number));
  await poll(() => view.marked()).toEqual([
    `Page ${number} says that the pump must be primed by hand be-`,
    'fore it is started for the first time.',
  ]);
}

async function accessibilityFaults({ page }: PdfPage): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  }>(`axe.run(document, { resultTypes: ['violations'] })`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  );
}

describe.skipIf(!browser)('The view of PDF files in a browser (skipped where there is no Chromium)', () => {
  beforeAll(() => mkdir(pictures, { recursive: true }));
  afterAll(() => browser?.close());

  it.each(Object.keys(themes) as (keyof typeof themes)[])(
    'marks a passage, accessibly and within its policy, in %s',
    async (theme) => {
      const view = await open({ bytes: manual(12), passage: passageOn(7) }, theme);
      await isAt(view, 7);
      const { page } = view;
      await poll(() => page.getByRole('status').allInnerTexts()).toContain(
        'The evidence is marked on page 7.',
      );
      await page.getByLabel('Small pictures of the pages').click();
      await page.locator('.thumbnails [aria-current] canvas').waitFor();
      expect((await page.locator('header').boundingBox())?.y).toBe(0);
      await page.screenshot({ path: join(pictures, `pdf-${theme}.png`) });
      expect(await accessibilityFaults(view)).toEqual([]);
      expect(view.faults).toEqual([]);
      await page.context().close();
    },
  );

  it('marks another passage of the same document', async () => {
    const view = await open({ bytes: manual(12), passage: passageOn(2) });
    await isAt(view, 2);
    await view.show(passageOn(11));
    await isAt(view, 11);
    await view.page.context().close();
  });

  it('marks the lines of a passage whose text is not found', async () => {
    const areas = [{ page: 3, left: 60, top: 100, right: 300, bottom: 112 }];
    const view = await open({
      bytes: manual(4),
      passage: { page: 3, lastPage: 3, text: 'A picture.', areas },
    });
    const mark = view.page.locator('.passage-mark');
    await mark.waitFor();
    const [box, whole] = [
      await mark.boundingBox(),
      await view.page.locator('.page[data-page-number="3"]').boundingBox(),
    ];
    expect((box!.x - whole!.x) / whole!.width).toBeCloseTo(60 / 600, 2);
    expect((box!.y - whole!.y) / whole!.height).toBeCloseTo(100 / 800, 2);
    await view.page.context().close();
  });

  it('decodes pictures within its policy', async () => {
    const view = await open({ bytes: blackPage() });
    const middle = () =>
      view.page.evaluate<number[]>(`(() => {
        const canvas = document.querySelector('.page canvas');
        const pixel = canvas?.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
        return pixel ? [...pixel.data] : [];
      })()`);
    await poll(middle).toEqual([0, 0, 0, 255]);
    expect(view.faults).toEqual([]);
    await view.page.context().close();
  });

  it('is where it was when it comes back', async () => {
    const view = await open({ bytes: manual(12), passage: passageOn(2) });
    await isAt(view, 2);
    await view.page.getByLabel('Number of the page').fill('9');
    await view.page.keyboard.press('Enter');
    await poll(async () => (await view.saved())?.page).toBe(9);
    const saved = (await view.saved())!;
    await view.page.context().close();
    const again = await open({ bytes: manual(12), saved });
    await poll(() => again.page.getByLabel('Number of the page').inputValue()).toBe('9');
    await again.page.getByLabel('Back to the evidence').click();
    await isAt(again, 2);
    await again.page.context().close();
  });

  it('shows what has become of the file, where it was', async () => {
    const view = await open({ bytes: manual(12), passage: passageOn(7) });
    await isAt(view, 7);
    await view.change(manual(15));
    await view.page.getByText('of 15').waitFor();
    await isAt(view, 7);
    await view.change(null);
    await view.page.locator('.state').waitFor();
    expect(await view.page.locator('.page').count()).toBe(0);
    await view.change(manual(9));
    await view.page.getByText('of 9').waitFor();
    await isAt(view, 7);
    expect(view.faults).toEqual([]);
    await view.page.context().close();
  });

  it('finds words by keyboard, and keeps the marks', async () => {
    const view = await open({ bytes: manual(12), passage: passageOn(7) });
    await isAt(view, 7);
    const { page } = view;
    await page.keyboard.press('Control+f');
    await page.keyboard.type('primed');
    const count = page.locator('.find-count');
    await poll(() => count.innerText()).toMatch(/^\d+ of 12$/);
    const first = Number((await count.innerText()).split(' ')[0]);
    await page.keyboard.press('Enter');
    await poll(() => count.innerText()).toBe(`${first + 1} of 12`);
    await page.keyboard.press('Shift+Enter');
    await poll(() => count.innerText()).toBe(`${first} of 12`);
    await page.keyboard.type(' twice');
    await poll(() => count.innerText()).toBe('No matches');
    await page.keyboard.press('Escape');
    await page.locator('form.find').waitFor({ state: 'detached' });
    await page.getByLabel('Back to the evidence').click();
    await isAt(view, 7);
    expect(view.faults).toEqual([]);
    await page.context().close();
  });

  it('goes from page to page, and to another size', async () => {
    const view = await open({ bytes: manual(5) });
    const { page } = view;
    const number = page.getByLabel('Number of the page');
    await page.getByLabel('Next page').click();
    await poll(() => number.inputValue()).toBe('2');
    await page.getByLabel('Previous page').click();
    await poll(() => number.inputValue()).toBe('1');
    await number.fill('77');
    await number.press('Enter');
    expect(await number.inputValue()).toBe('1');
    const width = async () => (await page.locator('.page').first().boundingBox())!.width;
    const before = await width();
    await page.getByLabel('Larger').click();
    await poll(width).toBeGreaterThan(before);
    await page.getByLabel('Smaller').click();
    await poll(width).toBeLessThanOrEqual(before);
    await page.getByLabel('Small pictures of the pages').click();
    await page.locator('.thumbnails [aria-current]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await poll(() => number.inputValue()).toBe('3');
    await page.context().close();
  });

  it('draws only what is near of thousands of pages', async () => {
    const view = await open({ bytes: manual(3000), passage: passageOn(2500) });
    await isAt(view, 2500);
    const { page } = view;
    expect(await page.locator('.page').count()).toBe(3000);
    expect(await page.locator('.pages canvas').count()).toBeLessThan(15);
    await page.getByLabel('Small pictures of the pages').click();
    await page.locator('.thumbnails [aria-current] canvas').waitFor();
    expect(await page.locator('.thumbnails canvas').count()).toBeLessThan(15);
    await page.context().close();
  });

  it.each([
    ['damaged', new Uint8Array(Buffer.from('%PDF-1.7 and nothing else')), 'This document is damaged'],
    ['gone', null, 'The file cannot be read'],
    ['locked', testPdf([lines(1)], [], locked), 'locked with a password'],
  ])('says in words that a file is %s', async (_, bytes, words) => {
    const view = await open({ bytes });
    await view.page.locator('.state', { hasText: words }).waitFor();
    expect(await view.page.locator('.bar').count()).toBe(0);
    await view.page.context().close();
  });
});
