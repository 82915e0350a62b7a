import { readFileSegments, type ReadOptions } from './read.ts';
import type { CorpusFile, SkippedFile } from './types.ts';
import { walk, type WalkEvent, type WalkOptions } from './walk.ts';

/** All that the corpus needs to know of a tokeniser; it must not add special tokens. */
export interface Tokeniser {
  encode(text: string): readonly number[] | Int32Array;
}

/** A segment as tokens of the stream. */
export interface TokenSegment {
  /** May be empty: some tokenisers make nothing of white space. */
  readonly ids: Int32Array;
  /** Offset of its first token in the whole stream. */
  readonly startToken: number;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The text it was made from; let go of it with the file. */
  readonly text: string;
}

export type StreamEvent =
  | {
      readonly kind: 'file';
      readonly file: CorpusFile;
      /** Position among the files of the stream, from 0: what a `SpanMap` is fed with. */
      readonly fileIndex: number;
      /** Encoded one by one as they are taken, once, before the next event is asked for. */
      readonly segments: Iterable<TokenSegment>;
      /** Offset of the file's first token in the whole stream. */
      readonly startToken: number;
      /** As read, which may differ from `file.sizeBytes`. */
      readonly bytes: number;
    }
  | { readonly kind: 'skipped'; readonly skipped: SkippedFile };

export interface TokenStreamOptions extends WalkOptions, ReadOptions {
  /** The files of an earlier survey of the same roots: read in this order, and no walk takes place. */
  readonly surveyed?: readonly CorpusFile[] | undefined;
}

/**
 * Everything below the roots as one concatenated stream of tokens, a file at a time: memory holds one file's text and
 * tokens, never the workspace's. Segments are encoded one by one, so no token spans two of them. A stream and a
 * `SpanMap` fed from it lead from any token back to file and lines.
 * @throws CorpusError when a root is missing or unreadable (not with `surveyed`); the signal's reason when aborted;
 * whatever the tokeniser throws
 */
export async function* tokenStream(
  roots: readonly string[],
  tokeniser: Tokeniser,
  options: TokenStreamOptions = {},
): AsyncGenerator<StreamEvent, void> {
  let fileIndex = 0;
  let startToken = 0;
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
      continue;
    }
    let token = startToken;
    const encode = function* (): Generator<TokenSegment, void> {
      for (const { text, startLine, endLine } of result.segments) {
        const encoded = tokeniser.encode(text);
        const ids = encoded instanceof Int32Array ? encoded : Int32Array.from(encoded);
        const segment = { ids, startToken: token, startLine, endLine, text };
        token += ids.length;
        yield segment;
      }
    };
    yield { kind: 'file', file, fileIndex, segments: encode(), startToken, bytes: result.bytes };
    fileIndex++;
    startToken = token;
  }
}

function* known(files: readonly CorpusFile[]): Generator<WalkEvent, void> {
  for (const file of files) yield { kind: 'file', file };
}
