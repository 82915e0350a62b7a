/** What pdf.js looks for when it is loaded, to draw pages; here nothing is drawn. To be imported before pdf.js. */
import * as pdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs';

const scope = globalThis as Record<string, unknown>;
for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) scope[name] ??= Object;
// pdf.js looks here for its worker's program before it loads the file beside its own.
scope['pdfjsWorker'] = pdfWorker;
