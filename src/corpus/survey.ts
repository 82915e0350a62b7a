import { basename } from 'node:path/posix';
import { documentKindOf, documentKinds } from './documents/index.ts';
import type { SkippedFile } from '../contract/index.ts';
import type { CorpusFile } from './types.ts';
import { walk, type WalkOptions } from './walk.ts';

/** What a walk found, before anything is read. */
export interface Survey {
  /** In the order of the walk. */
  readonly files: readonly CorpusFile[];
  readonly skipped: readonly SkippedFile[];
  /** Of the files to be read. */
  readonly totalBytes: number;
  /** Of their text: of documents an estimate by their kind. */
  readonly textBytes: number;
}

/**
 * Walks to the end, for totals before reading.
 * @throws CorpusError when a root is missing or unreadable; the signal's reason when aborted
 */
export async function survey(roots: readonly string[], options: WalkOptions = {}): Promise<Survey> {
  const files: CorpusFile[] = [];
  const skipped: SkippedFile[] = [];
  let [totalBytes, textBytes] = [0, 0];
  for await (const event of walk(roots, options)) {
    if (event.kind === 'skipped') {
      skipped.push(event.skipped);
    } else {
      files.push(event.file);
      const { path, sizeBytes } = event.file;
      totalBytes += sizeBytes;
      const kind = documentKindOf(basename(path));
      textBytes += sizeBytes * (kind === undefined ? 1 : documentKinds[kind].textShare);
    }
  }
  return { files, skipped, totalBytes, textBytes: Math.round(textBytes) };
}
