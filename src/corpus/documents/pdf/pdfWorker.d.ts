/** The program of pdf.js's worker, which has no types of its own: `globals.ts` hands it on as it is. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
