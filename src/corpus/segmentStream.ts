import { ahead } from './ahead.ts';
import type { EncodingName } from './encodings.ts';
import { NeighbourEncodings } from './neighbours.ts';
import { readFileSegments, type ReadOptions, type ReadResult } from './read.ts';
import type { Segment } from './segments.ts';
import type { FilePlace, PlaceStart, SkippedFile } from '../contract/index.ts';
import type { CorpusFile } from './types.ts';
import { walk, type WalkEvent, type WalkOptions } from './walk.ts';

export type StreamEvent =
  | {
      readonly kind: 'file';
      readonly file: CorpusFile;
      /** Position among the files of the stream, from 0. */
      readonly fileIndex: number;
      readonly segments: readonly Segment[];
      /** As of `ReadResult`. */
      readonly starts: readonly PlaceStart[];
      /** As read; `file.sizeBytes` is older. */
      readonly bytes: number;
      readonly encoding: EncodingName;
      /** Only the bytes themselves speak for this encoding, so the user is told of the guess. */
      readonly guessed: boolean;
    }
  | { readonly kind: 'skipped'; readonly skipped: SkippedFile };

export interface SegmentStreamOptions extends WalkOptions, ReadOptions {
  /** Files of an earlier survey of the same roots; given, they are read in this order and no walk takes place. */
  readonly surveyed?: readonly CorpusFile[] | undefined;
}

/**
 * Everything below the roots as one stream of lines and sentences, a file at a time. The reader encodes segments one
 * by one, so no token spans two of them and a kept token leads back to its lines. Of files equal byte for byte the
 * first is read and the others are skipped as `copy`.
 * @throws CorpusError when a root is missing or unreadable (not with `surveyed`); the signal's reason when aborted
 */
export async function* segmentStream(
  roots: readonly string[],
  options: SegmentStreamOptions = {},
): AsyncGenerator<StreamEvent, void> {
  const neighbours = new NeighbourEncodings(options.surveyed ?? []);
  /** The first file of each digest. */
  const firsts = new Map<string, FilePlace>();
  let fileIndex = 0;
  const events = options.surveyed ? known(options.surveyed) : walk(roots, options);
  const outcomes = ahead(events, LOOK_AHEAD, bytesOf, (event) => outcomeOf(event, options, neighbours));
  for await (const { result: outcome } of outcomes) {
    options.signal?.throwIfAborted();
    if (outcome.kind === 'skipped') {
      yield outcome;
      continue;
    }
    const { digest, passedOver, ...read } = outcome;
    const { root, path } = read.file;
    const of = firsts.get(digest);
    if (of) {
      yield { kind: 'skipped', skipped: { root, path, reason: 'copy', of } };
    } else {
      firsts.set(digest, { root, path });
      yield { ...read, fileIndex: fileIndex++ };
      if (passedOver.length > 0) {
        yield { kind: 'skipped', skipped: { root, path, reason: 'minified', lines: passedOver } };
      }
    }
  }
}

/** Opens several small files at once, since opening costs more than reading; large files are held one at a time. */
const LOOK_AHEAD = { items: 32, weight: 1024 * 1024 };

function bytesOf(event: WalkEvent): number {
  return event.kind === 'file' ? event.file.sizeBytes : 0;
}

type Skipped = Extract<StreamEvent, { kind: 'skipped' }>;
type FileRead = Extract<ReadResult, { kind: 'read' }>;
type Outcome =
  Skipped | (Omit<Exclude<StreamEvent, Skipped>, 'fileIndex'> & Pick<FileRead, 'digest' | 'passedOver'>);

async function outcomeOf(
  event: WalkEvent,
  options: ReadOptions,
  encodings: NeighbourEncodings,
): Promise<Outcome> {
  if (event.kind === 'skipped') return event;
  const { file } = event;
  const result = await readFileSegments(file, { ...options, neighbours: () => encodings.of(file) });
  if (result.kind === 'skipped') {
    return { kind: 'skipped', skipped: { root: file.root, path: file.path, reason: result.reason } };
  }
  return { ...result, kind: 'file', file };
}

function* known(files: readonly CorpusFile[]): Generator<WalkEvent, void> {
  for (const file of files) yield { kind: 'file', file };
}
