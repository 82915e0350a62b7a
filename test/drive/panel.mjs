// The panel for drives: what a person reads off it and does in it.
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

/** Reading a folder may take this long on two slow cores. */
export const READ_MS = 240_000;

/** The panel as a person sees it, and what a person does in it. @param {EditorWindow} window */
export function panelOf(window) {
  const frame = () => window.webview('#question');
  const within = async (/** @type {string} */ selector) => (await frame()).locator(selector);
  return {
    frame,
    within,
    /** The visible text of an element, empty when it is not there. @param {string} selector */
    async text(selector) {
      // In one go: between asking whether it is there and reading it, it may go.
      return (await within(selector)).evaluateAll(([found]) =>
        found instanceof HTMLElement && found.checkVisibility() ? found.innerText : '',
      );
    },
    /** Waits until the question has the focus and its old text is chosen, so that typing replaces it. */
    async focused() {
      await until('the question to have the focus', async () =>
        (await frame()).evaluate(() => {
          const box = document.activeElement;
          return (
            document.hasFocus() &&
            box instanceof HTMLTextAreaElement &&
            box.selectionStart === 0 &&
            box.selectionEnd === box.value.length
          );
        }),
      );
    },
    /** Types over what is chosen, and asks. @param {string} question */
    async ask(question) {
      await window.page.keyboard.type(question);
      await window.page.keyboard.press('Enter');
    },
    /**
     * Asks in place of what stands in the box. Not by Control+A: the editor takes that key and selects in its own time,
     * over what has been typed since.
     * @param {string} question
     */
    async askNext(question) {
      const box = await this.shown('#question');
      await box.fill(question);
      await box.press('Enter');
    },
    /** A button of the evidence at a rank from 1, by its icon. @param {number} rank @param {string} icon */
    async action(rank, icon) {
      const card = (await within('.card')).nth(rank - 1);
      return card.locator(`.toolbar .icon-button:has(.codicon-${icon})`);
    },
    /** Waits for an element that is shown. @param {string} selector @param {number} [timeout] */
    async shown(selector, timeout) {
      const found = (await within(selector)).first();
      await found.waitFor(timeout === undefined ? {} : { timeout });
      return found;
    },
    /** Waits until nothing is being read. @param {string} question whose results are shown */
    async finished(question) {
      await until(
        `the end of "${question}"`,
        // In this order: the button of before must not count for the question that comes just then.
        async () =>
          (await this.text('h1.asked')) === question &&
          (await (await within('.question .primary')).isVisible()),
        READ_MS,
      );
    },
  };
}

/** @param {boolean} condition @param {string} message @returns {asserts condition} */
export function expect(condition, message) {
  if (!condition) throw new Error(message);
}
