/** Opens the extractor of a kind; runs in the thread, because the libraries are large and may hang. */
import { DocumentRefused } from './types.ts';
import type { DocumentKindId, DocumentText, Extractor, Refusal } from './types.ts';

/** Each library is loaded when the first document of its kind comes. */
const extractors: Readonly<Record<DocumentKindId, () => Promise<Extractor>>> = {
  pdf: async () => (await import('./pdf/index.ts')).extractPdf,
};

/** Takes the text out of a document. Never rejects: what fails is `damaged`. */
export async function extractDocument(
  kind: DocumentKindId,
  bytes: Uint8Array,
): Promise<DocumentText | Refusal> {
  try {
    const extract = await extractors[kind]();
    const document = await extract(bytes);
    return document.text.trim() === '' ? 'empty' : document;
  } catch (error) {
    return error instanceof DocumentRefused ? error.reason : 'damaged';
  }
}
