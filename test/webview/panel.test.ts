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
  const { violations } = (await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...only })})`,
  )) as AxeResult;
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
      if (name === 'why') await panel.page.getByRole('button', { name: 'Why these lines' }).first().click();
      await panel.page.screenshot({ path: join(pictures, `panel-${name}-${theme}.png`) });
      // Structure is the same in every theme, colours are not.
      const faults = await accessibilityFaults(panel, theme === 'light' ? [] : ['color-contrast']);
      expect(faults).toEqual([]);
      expect(panel.faults).toEqual([]);
    });
  });
});
