import { readFileSegments, type ReadOptions } from './read.ts';
import type { Segment } from './segments.ts';
import type { CorpusFile, SkippedFile } from './types.ts';
import { walk, type WalkEvent, type WalkOptions } from './walk.ts';

export type StreamEvent =
  | {
      readonly kind: 'file';
      readonly file: CorpusFile;
      /** Position among the files of the stream, from 0. */
      readonly fileIndex: number;
      readonly segments: readonly Segment[];
      /** As read, which may differ from `file.sizeBytes`. */
      readonly bytes: number;
    }
  | { readonly kind: 'skipped'; readonly skipped: SkippedFile };

export interface SegmentStreamOptions extends WalkOptions, ReadOptions {
  /** The files of an earlier survey of the same roots: read in this order, and no walk takes place. */
  readonly surveyed?: readonly CorpusFile[] | undefined;
}

/**
 * Everything below the roots as one concatenated stream of lines and sentences, a file at a time. Segments are encoded
 * one by one when they are read, so that no token spans two of them and a kept token leads back to its lines.
 * @throws CorpusError when a root is missing or unreadable (not with `surveyed`); the signal's reason when aborted
 */
export async function* segmentStream(
  roots: readonly string[],
  options: SegmentStreamOptions = {},
): AsyncGenerator<StreamEvent, void> {
  let fileIndex = 0;
  for await (const event of options.surveyed ? known(options.surveyed) : walk(roots, options)) {
    options.signal?.throwIfAborted();
    if (event.kind === 'skipped') {
      yield event;
      continue;
    }
    const { file } = event;
    const result = await readFileSegments(file, options);
    if (result.kind === 'skipped') {
      yield { kind: 'skipped', skipped: { root: file.root, path: file.path, reason: result.reason } };
    } else {
      const { segments, bytes } = result;
      yield { kind: 'file', file, fileIndex: fileIndex++, segments, bytes };
    }
  }
}

function* known(files: readonly CorpusFile[]): Generator<WalkEvent, void> {
  for (const file of files) yield { kind: 'file', file };
}
