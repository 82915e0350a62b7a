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
  /** Bytes of text for each byte of the file, measured over a few documents; a guess before the text is known. */
  readonly textShare: number;
}

export const documentKinds: Readonly<Record<DocumentKindId, DocumentKind>> = {
  pdf: { version: 1, extensions: ['pdf'], format: 'prose', textShare: 0.6 },
};

const BY_EXTENSION: ReadonlyMap<string, DocumentKindId> = new Map(
  (Object.keys(documentKinds) as DocumentKindId[]).flatMap((id) =>
    documentKinds[id].extensions.map((extension): [string, DocumentKindId] => [extension, id]),
  ),
);

/** The kind of document that a file is by its name; undefined for a file that is read as text, or not at all. */
export function documentKindOf(name: string): DocumentKindId | undefined {
  return BY_EXTENSION.get(extensionOf(name));
}
