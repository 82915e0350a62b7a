import { segmentText } from '../corpus/index.ts';
import type { Format } from '../corpus/index.ts';
import { WindowPacker } from '../retrieval/index.ts';
import type { Window } from '../retrieval/index.ts';
import { domainOf, textOf } from './samples.ts';
import type { Sample, SampleFile } from './samples.ts';

/** How text becomes tokens: the model's tokeniser and the header its manifest puts before a file. */
export interface Tokens {
  encode(text: string): Int32Array;
  header(path: string): Int32Array;
  readonly windowTokens: number;
}

/** A sample as the model reads it. */
export interface SampleWindow {
  readonly window: Window;
  /** Index of the right segment among the window's. */
  readonly right: number;
  /** Indices of the hard negatives. */
  readonly negatives: readonly number[];
}

/** Tokens of a text that is cut into segments, as the engine counts them. */
export function textTokens(tokens: Tokens, text: string, format: Format): number {
  return segmentText(text, format).reduce((sum, segment) => sum + tokens.encode(segment.text).length, 0);
}

/**
 * Cuts and packs a sample as the engine does.
 * @throws Error when it does not come out as one window with the right segment in one place
 */
export function windowOf(sample: Sample, tokens: Tokens): SampleWindow {
  const window = pack(sample.files, sample, tokens);
  const placed = window.segments.map(({ segment }) => ({ file: segment.file, text: segment.text.trim() }));
  const found = placed.flatMap(({ file, text }, i) =>
    file === sample.needleFile && text === sample.segment ? [i] : [],
  );
  if (found.length !== 1) throw new Error(`"${sample.segment}" stands ${found.length} times in a sample.`);
  const negatives = placed.flatMap(({ text }, i) =>
    sample.negatives.includes(text) && i !== found[0] ? [i] : [],
  );
  return { window, right: found[0]!, negatives };
}

/** The window of the sample's text about something else. */
export function elsewhereOf(sample: Sample, tokens: Tokens): Window {
  return pack(sample.elsewhere, sample, tokens);
}

function pack(files: readonly SampleFile[], sample: Sample, tokens: Tokens): Window {
  const domain = domainOf(sample.group);
  const headers = files.map(({ path }) => tokens.header(path));
  const packer = new WindowPacker(tokens.windowTokens, (file) => headers[file]!);
  const windows: Window[] = [];
  let position = 0;
  files.forEach((content, file) => {
    for (const cut of segmentText(textOf(content, domain), domain.format)) {
      const segment = { ...cut, file, position: position++ };
      const ids = tokens.encode(cut.text);
      if (ids.length > 0) windows.push(...packer.add({ segment, ids }));
    }
  });
  windows.push(...packer.flush());
  if (windows.length !== 1) throw new Error(`A sample fills ${windows.length} windows instead of one.`);
  return windows[0]!;
}
