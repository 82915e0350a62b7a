/** Opens a PDF by pdf.js, with its worker and tables from the extension's own files and nothing from elsewhere. */
import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type PdfFailure = 'locked' | 'damaged';

/** @param files address of the extension's files, with a slash at the end; the worker takes the bytes with it */
export async function openPdf(
  files: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PDFDocumentProxy | PdfFailure> {
  GlobalWorkerOptions.workerPort ??= await makeWorker(files);
  try {
    return await getDocument({
      data: bytes,
      verbosity: 0,
      isEvalSupported: false,
      enableXfa: false,
      // The page reads what the worker needs: a worker made from a blob has no origin of its own to read by.
      useWorkerFetch: false,
      cMapUrl: `${files}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${files}pdf/`,
      wasmUrl: `${files}pdf/`,
      useSystemFonts: true,
    }).promise;
  } catch (error) {
    return error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'damaged';
  }
}

/** A worker of another origin is refused, so that it is made from the file's text. */
async function makeWorker(files: string): Promise<Worker> {
  const program = await (await fetch(`${files}pdfWorker.js`)).blob();
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
