/** Entry of the page that shows a document's text or its sheets. */
import { DocumentPage } from './documentPage.ts';
import { onMessage, post } from './documentHost.ts';
import { evidenceKeys } from './evidenceBar.ts';

const root = document.createElement('div');
root.className = 'page-frame';
document.body.prepend(root);
let page: DocumentPage | undefined;

onMessage((message) => {
  switch (message.type) {
    case 'init':
      page = new DocumentPage(message, root);
      break;
    case 'marks':
      if (page) page.marks = message.marks;
      break;
    case 'reveal':
      page?.reveal(message.id);
      break;
  }
});

document.addEventListener('keydown', evidenceKeys);
post({ type: 'ready' });
