/** The panel as it is shipped, in a real browser: every state, four themes, by keyboard, with hostile contents. */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPanel, type PanelPage } from './page.ts';
import { states } from './states.ts';
import { themes } from './themes.ts';

const pictures = 'test-results/screenshots';
const browser: Browser | undefined = await launch();
/** The axe engine as a script; evaluated through the debugger, which no policy of the page forbids. */
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** @param rules the rules to hold the page against; default: all */
async function accessibilityFaults({ page }: PanelPage, rules: readonly string[] = []): Promise<string[]> {
  const only = rules.length > 0 ? { runOnly: { type: 'rule', values: rules } } : {};
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...only })})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  );
}

async function open(state: keyof typeof states, theme: keyof typeof themes = 'light', options = {}) {
  return openPanel(browser!, themes[theme], states[state]!, { reducedMotion: 'reduce', ...options });
}

describe.skipIf(!browser)('The panel in a browser (skipped where there is no Chromium)', () => {
  beforeAll(() => mkdir(pictures, { recursive: true }));
  afterAll(() => browser?.close());

  describe.each(Object.keys(themes) as (keyof typeof themes)[])('in %s', (theme) => {
    let panel: PanelPage;
    beforeAll(async () => {
      panel = await open('empty', theme);
      await panel.page.evaluate(axe);
    });
    afterAll(() => panel.page.context().close());

    it.each(Object.keys(states))('shows %s accessibly and within its policy', async (name) => {
      await panel.restart(states[name]!);
      await panel.page.screenshot({ path: join(pictures, `panel-${name}-${theme}.png`) });
      // Structure is the same in every theme, colours are not.
      const faults = await accessibilityFaults(panel, theme === 'light' ? [] : ['color-contrast']);
      expect(faults).toEqual([]);
      expect(panel.faults).toEqual([]);
    });
  });

  describe('by keyboard', () => {
    it('asks, walks through earlier questions and finds the draft again', async () => {
      const panel = await open('done', 'light', { history: ['second question', 'first question'] });
      const { page } = panel;
      const box = page.getByLabel('Your question');
      await panel.send({ type: 'focusQuestion' });
      await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('question');
      await page.keyboard.type('draft');
      const seen: string[] = [];
      for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown']) {
        await page.keyboard.press(key);
        seen.push(await box.inputValue());
      }
      expect(seen).toEqual([
        'second question',
        'first question',
        'first question',
        'second question',
        'draft',
      ]);
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('more');
      await page.keyboard.press('ArrowUp');
      expect(await box.inputValue(), 'the cursor only goes up a line').toBe('draft\nmore');
      await page.keyboard.press('Enter');
      expect(await panel.sent()).toEqual([{ type: 'ask', question: 'draft\nmore', keepPinned: true }]);
      await page.context().close();
    });

    it('reaches everything in the order of the page, a toolbar as one stop', async () => {
      const panel = await open('pinned', 'light', { viewport: { width: 900, height: 1200 } });
      const { page } = panel;
      await page.getByLabel('Your question').focus();
      const names: string[] = [];
      for (let stop = 0; stop < 40; stop++) {
        await page.keyboard.press('Tab');
        const name = await page.evaluate<string>(`(() => {
          const at = document.activeElement;
          return at === document.body ? '' : (at.getAttribute('aria-label') || at.label || at.textContent).trim().replace(/\\s+/g, ' ');
        })()`);
        if (name === '') break;
        names.push(name);
      }
      expect(names).toEqual([
        'Ask',
        'Do not read src',
        'Do not read docs/house rules.md',
        'Do not read billing/fines.py:8–12',
        'Choose files or folders',
        'Keep 1 pinned piece',
        'New question',
        'minimind2-small: Choose another model…',
        'the embedded model: Choose another model…',
        'Settings',
        expect.stringMatching(/^What would be read/),
        expect.stringMatching(/^Read 1,204 files/),
        'Go to the evidence',
        'Copy the answer with its sources',
        expect.stringMatching(/^\[1\]/),
        expect.stringMatching(/^\[2\]/),
        expect.stringMatching(/^\[2\]/),
        expect.stringMatching(/^\[3\]|^3$/),
        'Bring back',
        'Open all',
        'Answer again from the pinned piece',
        expect.stringContaining('loan.ts'),
        'Why these lines',
        expect.stringContaining('house rules.md'),
        'Why these lines',
      ]);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      expect(await panel.sent()).toEqual([
        { type: 'drop', id: 1 },
        { type: 'pin', id: 1, pinned: false },
      ]);
      await page.context().close();
    });

    it('keeps the focus when a question begins and ends', async () => {
      const panel = await open('done');
      const { page } = panel;
      await page.getByRole('button', { name: 'Ask', exact: true }).focus();
      await page.keyboard.press('Enter');
      await panel.show(states['reading']!);
      expect(await page.evaluate('document.activeElement.id')).toBe('question');
      await page.getByRole('button', { name: 'Pause' }).focus();
      await page.keyboard.press('Enter');
      await panel.show(states['done']!);
      expect(await page.evaluate('document.activeElement.id')).toBe('question');
      expect((await panel.sent()).at(-1)).toEqual({ type: 'pause', paused: true });
      await page.context().close();
    });
  });

  describe('with the mouse', () => {
    it('lights up the evidence of a citation and opens it', async () => {
      const panel = await open('done');
      const citation = panel.page.locator('.citation').nth(1);
      await citation.hover();
      expect(await panel.page.locator('.card.cited').getAttribute('id')).toBe('evidence-1');
      await citation.click();
      expect(await panel.sent()).toEqual([{ type: 'open', id: 1 }]);
      await panel.page.context().close();
    });

    it('tells what each word of the question looked at', async () => {
      const panel = await open('why');
      const card = panel.page.locator('.card').first();
      const toggle = card.getByRole('button', { name: 'Why these lines' });
      expect(await toggle.getAttribute('aria-pressed'), 'open as before the panel was hidden').toBe('true');
      await toggle.click();
      expect(await card.locator('.tint').count()).toBe(0);
      await toggle.click();
      expect(await card.locator('.tint').count()).toBeGreaterThan(3);
      await card.getByRole('button', { name: 'book', exact: true }).hover();
      expect(new Set(await card.locator('.lines .tint').allTextContents())).toEqual(new Set(['book']));
      expect(await panel.sent(), 'it is known already').toEqual([]);
      await panel.page.context().close();
    });

    it('takes a draft from a command', async () => {
      const panel = await open('done');
      await panel.send({ type: 'focusQuestion', draft: 'About `x`: ' });
      const box = panel.page.getByLabel('Your question');
      await expect.poll(() => box.inputValue()).toBe('About `x`: ');
      await panel.page.context().close();
    });

    it('brings a piece into view that a link has led to', async () => {
      const panel = await open('done', 'light', { viewport: { width: 760, height: 400 } });
      await panel.send({ type: 'reveal', id: 2 });
      await expect.poll(() => panel.page.evaluate('document.activeElement.id')).toBe('evidence-2');
      await panel.page.context().close();
    });

    it('is where it was after it was hidden, with what was being typed', async () => {
      const panel = await open('done', 'light', { viewport: { width: 760, height: 400 } });
      const { page } = panel;
      await page.getByLabel('Your question').fill('half a quest');
      await page.mouse.wheel(0, 250);
      await expect.poll(() => page.evaluate('savedState.scroll?.top')).toBe(250);
      await panel.restart(states['done']!);
      expect(await page.getByLabel('Your question').inputValue()).toBe('half a quest');
      await expect.poll(() => page.evaluate('scrollY')).toBe(250);
      // What was typed before another question was asked is not what is being typed.
      await panel.restart({ ...states['done']!, asked: 'Another question?' });
      expect(await page.getByLabel('Your question').inputValue()).toBe('Another question?');
      await page.context().close();
    });

    it('does not move cards under the pointer, and does so when it is gone', async () => {
      const panel = await open('done');
      const { page } = panel;
      const order = () => page.evaluate('[...document.querySelectorAll(".card")].map(({ id }) => id)');
      const before = states['done']!;
      await page.locator('.card').nth(1).hover();
      await panel.show({ ...before, evidence: [...before.evidence].reverse() });
      expect(await order()).toEqual(['evidence-0', 'evidence-1', 'evidence-2']);
      await page.mouse.move(5, 5);
      await expect.poll(order).toEqual(['evidence-2', 'evidence-1', 'evidence-0']);
      await page.context().close();
    });
  });

  describe('while it gets better', () => {
    const calm = { viewport: { width: 760, height: 700 } };
    const top = (panel: PanelPage, id: number) =>
      panel.page.evaluate<number>(`document.querySelector('#evidence-${id}').getBoundingClientRect().top`);

    it('keeps a card under the pointer where it is, whatever grows above it or takes its place', async () => {
      const panel = await open('words', 'light', calm);
      const { page } = panel;
      await page.locator('.card').nth(1).hover();
      const id = Number((await page.locator('.card').nth(1).getAttribute('id'))!.replace('evidence-', ''));
      const before = await top(panel, id);
      const answered = states['first-answer']!;
      const others = answered.evidence.filter((piece) => piece.id !== id);
      await panel.show({ ...answered, evidence: [...others].reverse() });
      expect(await page.locator('.answer-text').innerText()).toContain('28 days');
      expect(Math.abs((await top(panel, id)) - before)).toBeLessThan(1.5);
      await page.mouse.move(5, 5);
      await expect.poll(() => page.locator(`#evidence-${id}`).count()).toBe(0);
      await page.context().close();
    });

    it('does the same for the keyboard', async () => {
      const panel = await open('words', 'light', calm);
      const { page } = panel;
      await page.locator('.card .place').nth(1).focus();
      const name = await page.evaluate('document.activeElement.title');
      const place = 'document.activeElement.getBoundingClientRect().top';
      const before = await page.evaluate<number>(place);
      await panel.show(states['revised']!);
      expect(await page.evaluate('document.activeElement.title')).toBe(name);
      expect(Math.abs((await page.evaluate<number>(place)) - before)).toBeLessThan(1.5);
      await page.context().close();
    });

    it('takes away at once what its reader does not want', async () => {
      const panel = await open('first-answer', 'light', calm);
      const { page } = panel;
      const card = page.locator('.card').first();
      const id = await card.getAttribute('id');
      await card.hover();
      await card.getByRole('button', { name: 'Drop' }).click();
      const left = states['first-answer']!.evidence.filter((piece) => `evidence-${piece.id}` !== id);
      await panel.show({ ...states['first-answer']!, evidence: left });
      expect(await page.locator(`#${id}`).count()).toBe(0);
      await page.context().close();
    });

    it('offers what was left unread', async () => {
      const panel = await open('settled');
      await panel.page.getByRole('button', { name: /^Read the rest/ }).click();
      expect(await panel.sent()).toEqual([{ type: 'readRest' }]);
      await panel.page.context().close();
    });
  });

  describe('with hostile names and contents', () => {
    it('shows them as text, runs nothing and asks nobody', async () => {
      const panel = await open('hostile');
      const { page } = panel;
      for (const summary of await page.locator('summary').all()) await summary.click({ force: true });
      expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
      expect(await page.locator('img, iframe, object, embed, script:not([nonce])').count()).toBe(0);
      expect(await page.locator('[onerror], [onmouseover]').count()).toBe(0);
      expect(await page.evaluate('[...document.links].map(({ href }) => href)')).toEqual([
        'https://example.com/',
      ]);
      expect(await page.locator('.answer-text').innerText()).toContain('<img src=x onerror=');
      expect(await page.locator('.card .line-text').first().innerText()).toContain('<img src=x onerror=');
      expect(await page.locator('.answer-text .control').allInnerTexts()).toEqual([
        'U+202E',
        'U+202C',
        'U+2066',
      ]);
      expect(await page.locator('.card .control').allInnerTexts()).toEqual(['U+202E']);
      expect(panel.faults).toEqual([]);
      await page.context().close();
    });

    it('shows names whole where there is room, and cuts folders first', async () => {
      const panel = await open('done');
      const cut = await panel.page.evaluate(
        '[...document.querySelectorAll(".place .name")].filter((name) => name.scrollWidth > name.clientWidth).length',
      );
      expect(cut).toBe(0);
      await panel.page.context().close();
    });

    it('stays within a narrow panel', async () => {
      for (const [name, width] of [
        ['hostile', 330],
        ['pinned', 330],
        ['done', 560],
      ] as const) {
        const panel = await open(name, 'dark', { viewport: { width, height: 900 } });
        await panel.page.screenshot({ path: join(pictures, `panel-narrow-${name}.png`) });
        expect(await panel.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        await panel.page.context().close();
      }
    });
  });
});
