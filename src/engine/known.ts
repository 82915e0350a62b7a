/** Estimates from a sample how much of a text is known from earlier questions. */
import { segmentStream } from '../corpus/index.ts';
import type { CorpusFile, SegmentStreamOptions } from '../corpus/index.ts';
import type { ModelReader } from '../model/index.ts';
import { estimateTokens, estimateTokensOfBytes, headersOf, Planner, windowsOf } from '../retrieval/index.ts';
import type { Section } from '../retrieval/index.ts';
import type { Root } from '../contract/index.ts';
import { namesOf } from './reading.ts';

/** A larger text is sampled at this many evenly spread places. */
const PLACES = 8;
/** Estimated tokens read at each place: about five sections. */
const PLACE_TOKENS = 6000;
/** The first sections of a sample may be cut differently than in a full read; skip them. */
const UNSURE_SECTIONS = 3;

/**
 * The share of the windows, 0 to 1, that a question about these files would find in the model's memory.
 * @param files as a survey found them
 * @param roots what the files' `root` counts
 */
export async function knownShare(
  reader: Pick<ModelReader, 'windowTokens' | 'encode' | 'header' | 'isKept'>,
  files: readonly CorpusFile[],
  roots: readonly Root[],
  options: Omit<SegmentStreamOptions, 'surveyed'>,
): Promise<number> {
  let windows = 0;
  let known = 0;
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const isSmall = estimateTokensOfBytes(bytes) <= PLACES * PLACE_TOKENS;
  for (const start of isSmall ? [0] : placesIn(files, bytes)) {
    const stretch = await stretchFrom(files.slice(start), isSmall ? Infinity : PLACE_TOKENS, options);
    const headerOf = headersOf(reader, namesOf(stretch.files, roots));
    const certain = stretch.sections.slice(
      start === 0 ? 0 : UNSURE_SECTIONS,
      stretch.complete ? undefined : -1,
    );
    for (const section of certain) {
      for (const { ids } of await windowsOf(section, reader, headerOf)) {
        windows++;
        if (await reader.isKept(ids)) known++;
      }
    }
  }
  return windows === 0 ? 0 : known / windows;
}

/** Indices of files at evenly spread places of the text. */
function placesIn(files: readonly CorpusFile[], bytes: number): number[] {
  const places = new Set<number>();
  let before = 0;
  for (const [i, { sizeBytes }] of files.entries()) {
    if (before >= (places.size * bytes) / PLACES) places.add(i);
    before += sizeBytes;
  }
  return [...places];
}

interface Stretch {
  readonly files: readonly CorpusFile[];
  readonly sections: readonly Section[];
  /** Whether it reaches the end of the text. */
  readonly complete: boolean;
}

async function stretchFrom(
  files: readonly CorpusFile[],
  maxTokens: number,
  options: Omit<SegmentStreamOptions, 'surveyed'>,
): Promise<Stretch> {
  const read: CorpusFile[] = [];
  const planner = new Planner([], (file) => read[file]!.path);
  const finished = (complete: boolean): Stretch => ({
    files: read,
    sections: planner.finish().sections,
    complete,
  });
  let tokens = 0;
  let position = 0;
  for await (const event of segmentStream([], { ...options, surveyed: files })) {
    if (event.kind === 'skipped') continue;
    read.push(event.file);
    for (const segment of event.segments) {
      planner.add({ ...segment, file: event.fileIndex, position: position++ });
      tokens += estimateTokens(segment.text);
      if (tokens >= maxTokens) return finished(false);
    }
  }
  return finished(true);
}
