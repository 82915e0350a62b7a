/** Entry of the panel: builds the page when the host has sent the texts, then shows each state it sends. */
import { onMessage, post } from './host.ts';
import { Panel } from './panel.ts';

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

post({ type: 'ready' });
