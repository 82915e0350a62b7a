import type { PanelStrings, PanelToHost } from '../engine/panelProtocol.ts';
import { button } from './dom.ts';
import { post } from './host.ts';

/** Copies through the host, which has the clipboard in every kind of window, and says so for a moment. */
export function copyButton(strings: PanelStrings, message: PanelToHost, what: string): HTMLButtonElement {
  const made = button(
    'quiet',
    strings.copy,
    () => {
      post(message);
      made.textContent = strings.copied;
      setTimeout(() => (made.textContent = strings.copy), 1500);
    },
    `${strings.copy}: ${what}`,
  );
  return made;
}
