/** Entry of the panel: builds the page when the host has sent the texts, then shows each state from it. */
import { onMessage, post } from './host.ts';
import { Panel } from './panel.ts';
import { keepScroll, restoreScroll } from './scroll.ts';

let panel: Panel | undefined;

onMessage((message) => {
  switch (message.type) {
    case 'init':
      panel?.remove();
      panel = new Panel();
      panel.strings = message.strings;
      panel.state = message.state;
      panel.history = message.history;
      document.body.prepend(panel);
      void settled(panel).then(() => restoreScroll(message.state.question));
      break;
    case 'state':
      if (panel) panel.state = message.state;
      break;
    case 'history':
      if (panel) panel.history = message.history;
      break;
    case 'focusQuestion':
      void panel?.updateComplete.then(() => panel?.focusQuestion(message.draft));
      break;
    case 'reveal':
      void panel?.updateComplete.then(() => panel?.reveal(message.id));
      break;
  }
});

/** Resolves when the nested elements, which draw one level after the other, have drawn. */
async function settled(page: Panel): Promise<void> {
  await page.updateComplete;
  await new Promise(requestAnimationFrame);
}

keepScroll(() => panel?.state.question ?? '');
post({ type: 'ready' });
