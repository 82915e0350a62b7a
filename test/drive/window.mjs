// The editor's window for drives: what a person does in it and reads off it. Every step waits for its own effect, so
// that no drive needs a pause.
import { setTimeout as sleep } from 'node:timers/promises';
import { savePicture, TITLE_SEPARATOR } from '../../scripts/host-window.mjs';

/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {import('playwright-core').Frame} Frame */

/** The themes to look at: label in the picker, id that webviews see, class of the workbench. */
export const THEMES = {
  light: { label: 'Light 2026', id: 'Light 2026', className: 'vs' },
  dark: { label: 'Dark 2026', id: 'Dark 2026', className: 'vs-dark' },
  contrast: { label: 'Dark High Contrast', id: 'Default High Contrast', className: 'hc-black' },
  contrastLight: { label: 'Light High Contrast', id: 'Default High Contrast Light', className: 'hc-light' },
};

/** What a step may take on two slow cores. */
const STEP_MS = 30_000;

/**
 * Calls until the result is neither undefined, null nor false.
 * @template T
 * @param {string} what named in the error
 * @param {() => Promise<T | undefined | null | false>} probe
 * @param {number} [timeoutMs]
 * @returns {Promise<T>}
 */
export async function until(what, probe, timeoutMs = STEP_MS) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await probe();
    if (result !== undefined && result !== null && result !== false) return result;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await sleep(50);
  }
}

/** One window of the editor; `page` is there for whatever has no method. */
export class EditorWindow {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.quickInput = page.locator('.quick-input-widget');
    page.setDefaultTimeout(STEP_MS);
  }

  /**
   * Waits until the window is drawn and its extensions are known.
   * @param {string} [command] title of a command that only an extension brings
   */
  async ready(command) {
    await this.page.locator('.monaco-workbench .part.editor').waitFor({ timeout: 90_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 90_000 });
    if (command === undefined) return;
    await this.findCommand(command, 60_000);
    await this.closeQuickInput();
  }

  /**
   * Runs a command from the palette by its full title, for example `View: Close All Editors`.
   * @param {string} title
   */
  async runCommand(title) {
    const row = await this.findCommand(title);
    await row.click();
    // The command may open an input of its own: the palette is over when its `>` is gone.
    await until(`the palette to close after ${title}`, async () => !(await this.quickText()).startsWith('>'));
  }

  /** Whether the palette offers a command of exactly this title. @param {string} title */
  async hasCommand(title) {
    await this.openPalette(title);
    await this.quickInput.locator('.monaco-list-row').first().waitFor();
    const found = (await this.quickRow(title).count()) > 0;
    await this.closeQuickInput();
    return found;
  }

  /**
   * The row of a command in the open palette. It searches again and again: an open palette does not learn of
   * commands that come later.
   * @param {string} title
   * @param {number} [timeoutMs]
   * @returns {Promise<Locator>}
   */
  findCommand(title, timeoutMs = STEP_MS) {
    const row = this.quickRow(title).first();
    return until(
      `the command ${title}`,
      async () => {
        await this.openPalette(title);
        const found = await row.waitFor({ timeout: 1000 }).then(
          () => true,
          () => false,
        );
        if (!found) await this.closeQuickInput();
        return found && row;
      },
      timeoutMs,
    );
  }

  /** Leaves palette, pick or input box as Escape does. */
  async closeQuickInput() {
    await this.page.keyboard.press('Escape');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Opens the palette filtered by a text, whatever has the focus now. @param {string} text */
  async openPalette(text) {
    await until('the command palette', async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.waitFor({ timeout: 2000 }).catch(() => undefined);
      return (await this.quickText()).startsWith('>');
    });
    await this.quickInput.locator('input[type=text]').fill(`>${text}`);
  }

  /** What stands in the quick input; empty when none is open. */
  async quickText() {
    const input = this.quickInput.locator('input[type=text]');
    return (await input.isVisible()) ? input.inputValue() : '';
  }

  /** The rows of the quick input whose label is exactly this text. @param {string} label */
  quickRow(label) {
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.quickInput.locator('.monaco-list-row').filter({ has: name });
  }

  /** Chooses from a quick pick. @param {string} label */
  async pick(label) {
    await this.quickRow(label).first().click();
  }

  /**
   * Answers an input box and waits until it is gone.
   * @param {string} text
   * @param {string} [prompt] part of the prompt or placeholder, to be sure it is the right box
   */
  async answerInput(text, prompt) {
    const input = this.quickInput.locator('input[type=text]');
    await until(
      'an input box',
      async () => (await input.isVisible()) && !(await this.quickText()).startsWith('>'),
    );
    if (prompt !== undefined) {
      await until(`an input box that asks ${prompt}`, async () => {
        const shown = `${await this.quickInput.innerText()} ${(await input.getAttribute('placeholder')) ?? ''}`;
        return shown.includes(prompt);
      });
    }
    await input.fill(text);
    await input.press('Enter');
    await until('the input box to be answered', async () => (await this.quickText()) !== text);
  }

  /**
   * The innermost frame of the webview that holds an element. Get it anew after a webview was hidden or reloaded.
   * @param {string} selector something only this webview has
   * @param {number} [timeoutMs]
   * @returns {Promise<Frame>}
   */
  webview(selector = 'body *', timeoutMs = STEP_MS) {
    return until(
      `a webview with ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          // A webview is a frame of the editor's own around the frame of the extension's page.
          if (frame.name() === '' || frame.parentFrame()?.parentFrame() !== this.page.mainFrame()) continue;
          const count = await frame
            .locator(selector)
            .count()
            .catch(() => 0);
          if (count > 0) return frame;
        }
        return undefined;
      },
      timeoutMs,
    );
  }

  /**
   * Switches the theme and waits until window and webviews wear it. Through the palette: the running editor does not
   * watch its settings file.
   * @param {keyof typeof THEMES} theme
   */
  async theme(theme) {
    const { label, id, className } = THEMES[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.locator('input[type=text]').fill(label);
    await this.pick(label);
    await this.quickInput.waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
    for (const frame of this.page.frames()) {
      if (
        (await frame
          .locator('body[data-vscode-theme-id]')
          .count()
          .catch(() => 0)) === 0
      )
        continue;
      await frame.locator(`body[data-vscode-theme-id="${id}"]`).waitFor({ state: 'attached' });
    }
  }

  /**
   * Reloads the window in another language, as when that language's pack has been installed and chosen, only that the
   * editor's own texts stay English: packs come from a marketplace. Wait for `ready` afterwards.
   * @param {string} id such as `zh-cn`
   */
  async language(id) {
    await this.page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(id)}`);
    await this.page.reload();
  }

  /**
   * Waits until the editor has stored a text among what is open, such as the draft in a webview. It does so every few
   * seconds: a window that is reloaded before then shows what was open before.
   * @param {string} text without quotes
   */
  async stored(text) {
    await until(`the editor to store ${text}`, () =>
      this.page.evaluate(async (wanted) => {
        /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
        const done = (request) =>
          new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        for (const { name = '' } of await indexedDB.databases()) {
          if (!name.startsWith('vscode-web-state-db-')) continue;
          const database = await done(indexedDB.open(name));
          const items = database.transaction('ItemTable').objectStore('ItemTable');
          const open = String(await done(items.get('memento/workbench.parts.editor')));
          database.close();
          if (open.includes(wanted)) return true;
        }
        return false;
      }, text),
    );
  }

  /** Saves `test-results/screenshots/NAME.png` and gives its path. @param {string} name */
  async screenshot(name) {
    // Two frames later everything that was asked for is drawn.
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    return savePicture(this.page, name);
  }

  /**
   * The active text editor as title and status bar show it; undefined when none is active.
   * @returns {Promise<{ path: string, line: number, column: number, selectedCharacters: number } | undefined>}
   *   path relative to its workspace folder, that folder's name before it when there are several; 1-based line and column of the cursor
   */
  async activeEditor() {
    const status = this.page.locator('[id="status.editor.selection"]');
    if (!(await status.isVisible())) return undefined;
    const found = /Ln (\d+), Col (\d+)(?: \((\d+) selected\))?/.exec(await status.innerText());
    if (!found) return undefined;
    // In a multi-root workspace the title puts the folder's name and a dot before the path.
    const path = (await this.page.title()).split(TITLE_SEPARATOR)[0]?.replace(' • ', '/') ?? '';
    return {
      path,
      line: Number(found[1]),
      column: Number(found[2]),
      selectedCharacters: Number(found[3] ?? 0),
    };
  }

  /**
   * Waits for a text editor on this file and line. Twice the same in a row: the status bar follows the title only a
   * moment later, and would still tell of the editor before.
   * @param {string} path
   * @param {number} line
   */
  async editorAt(path, line) {
    let before = '';
    return until(`an editor at ${path}:${line}`, async () => {
      const editor = await this.activeEditor();
      const now = JSON.stringify(editor);
      const settled = now === before;
      before = now;
      await sleep(100);
      return settled && editor?.path === path && editor.line === line ? editor : undefined;
    });
  }

  /** The title of the active tab, of webview panels too. */
  activeTab() {
    return this.page.locator('.editor-group-container.active .tab.active .label-name').innerText();
  }

  /** A row of the explorer by its name. @param {string} name @returns {Locator} */
  explorerRow(name) {
    const label = this.page.locator('.label-name').getByText(name, { exact: true });
    return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ has: label });
  }

  /** Chooses from the context menu of an element. @param {Locator} target @param {string} item */
  async contextMenu(target, item) {
    await target.click({ button: 'right' });
    const entry = this.page.getByRole('menuitem', { name: item });
    await entry.waitFor();
    // A menu that has only just opened takes a click for the end of the one that opened it, and stays.
    await until(`the menu to take ${item}`, async () => {
      await entry.click({ timeout: 1000 }).catch(() => undefined);
      return entry.waitFor({ state: 'hidden', timeout: 1000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** An entry of the status bar that holds a text. @param {string} text @returns {Locator} */
  statusItem(text) {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Waits for a notification that holds a text; the locator has its buttons. @param {string | RegExp} text */
  async notification(text) {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Clears all notifications, so that they are in no picture. */
  async clearNotifications() {
    await this.runCommand('Notifications: Clear All Notifications');
    await until(
      'the notifications to go',
      async () => (await this.page.locator('.notification-toast').count()) === 0,
    );
  }
}
