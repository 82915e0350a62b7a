/** Entry of the page that shows a PDF. */
import { onMessage, post } from './pdfHost.ts';
import { PdfView } from './pdfView.ts';

let view: PdfView | undefined;

onMessage((message) => {
  switch (message.type) {
    case 'open':
      if (!view) {
        view = new PdfView(message);
        document.body.prepend(view);
      }
      void view.open(message);
      break;
    case 'show':
      view?.show(message.passage);
      break;
  }
});

post({ type: 'ready' });
