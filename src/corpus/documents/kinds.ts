import { mayBeChat } from './chatSigns.ts';
import { extensionOf } from '../extension.ts';
import type { Format } from '../types.ts';
import type { DocumentKindId } from './types.ts';

/** What is known of a kind without looking into its files. */
export interface DocumentKind {
  /** Raised whenever its extractor takes out something else: texts of other versions are taken out again. */
  readonly version: number;
  readonly extensions: readonly string[];
  /** How its text is cut. */
  readonly format: Format;
  /** Bytes of text for each byte of the file, a rough guess before the text is known. */
  readonly textShare: number;
}

export const documentKinds: Readonly<Record<DocumentKindId, DocumentKind>> = {
  pdf: { version: 3, extensions: ['pdf'], format: 'prose', textShare: 0.6 },
  docx: { version: 1, extensions: ['docx', 'docm', 'dotx'], format: 'prose', textShare: 0.5 },
  xlsx: { version: 1, extensions: ['xlsx', 'xlsm', 'xltx'], format: 'code', textShare: 4 },
  ods: { version: 1, extensions: ['ods', 'ots'], format: 'code', textShare: 4 },
  pptx: { version: 1, extensions: ['pptx', 'pptm', 'ppsx'], format: 'prose', textShare: 0.1 },
  odp: { version: 1, extensions: ['odp', 'otp'], format: 'prose', textShare: 0.1 },
  epub: { version: 1, extensions: ['epub'], format: 'prose', textShare: 1 },
  odt: { version: 1, extensions: ['odt', 'ott'], format: 'prose', textShare: 1 },
  rtf: { version: 1, extensions: ['rtf'], format: 'prose', textShare: 0.5 },
  mail: { version: 1, extensions: ['eml'], format: 'prose', textShare: 0.5 },
  mailbox: { version: 1, extensions: ['mbox', 'mbx'], format: 'prose', textShare: 0.5 },
  subtitles: { version: 1, extensions: ['srt', 'vtt'], format: 'code', textShare: 0.6 },
  // JSON has many other uses: the content decides.
  chat: { version: 1, extensions: [], format: 'prose', textShare: 0.5 },
};

const BY_EXTENSION: ReadonlyMap<string, DocumentKindId> = new Map(
  (Object.keys(documentKinds) as DocumentKindId[]).flatMap((id) =>
    documentKinds[id].extensions.map((extension): [string, DocumentKindId] => [extension, id]),
  ),
);

/** So much of a file tells whether it is an export of conversations. */
const LOOKED_AT_BYTES = 20_000;

/** The kind of document that a file is by its name or, for JSON, by how it begins. */
export function documentKindBy(name: string, bytes: Uint8Array): DocumentKindId | undefined {
  if (extensionOf(name) !== 'json') return documentKindOf(name);
  return mayBeChat(new TextDecoder().decode(bytes.subarray(0, LOOKED_AT_BYTES))) ? 'chat' : undefined;
}

/** The kind of document that a file is by its name; undefined for a file that is read as text, or not at all. */
export function documentKindOf(name: string): DocumentKindId | undefined {
  return BY_EXTENSION.get(extensionOf(name));
}
