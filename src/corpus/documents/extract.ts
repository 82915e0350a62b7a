/** Opens the extractor of a kind; runs in the thread, because the libraries are large and may hang. */
import { decode } from '../decode.ts';
import { DocumentRefused } from './types.ts';
import type { DocumentKindId, DocumentText, Extractor, Refusal } from './types.ts';

/** Each library is loaded when the first document of its kind comes. */
const extractors: Readonly<Record<DocumentKindId, () => Promise<Extractor>>> = {
  docx: async () => (await import('./formats/docx.ts')).extractDocx,
  epub: async () => (await import('./formats/epub.ts')).extractEpub,
  odp: async () => (await import('./formats/openDocument.ts')).extractOdp,
  ods: async () => (await import('./formats/openDocument.ts')).extractOds,
  odt: async () => (await import('./formats/openDocument.ts')).extractOdt,
  pptx: async () => (await import('./formats/pptx.ts')).extractPptx,
  xlsx: async () => (await import('./formats/xlsx.ts')).extractXlsx,
  chat: async () => {
    const { extractChat } = await import('./formats/chat.ts');
    return (bytes) => extractChat(bytes, decoded);
  },
  mail: async () => {
    const { extractMail } = await import('./formats/mail.ts');
    return (bytes) => extractMail(bytes, extractDocument);
  },
  mailbox: async () => {
    const { extractMailbox } = await import('./formats/mail.ts');
    return (bytes) => extractMailbox(bytes, extractDocument);
  },
  rtf: async () => (await import('./formats/rtf.ts')).extractRtf,
  subtitles: async () => {
    const { extractSubtitles } = await import('./formats/subtitles.ts');
    return (bytes) => extractSubtitles(bytes, decoded);
  },
  pdf: async () => (await import('./pdf/index.ts')).extractPdf,
};

async function decoded(bytes: Uint8Array): Promise<string> {
  return (await decode(bytes)).text;
}

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
