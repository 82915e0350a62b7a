import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatOf, segmentText } from '../../src/corpus/index.ts';
import type { Tokeniser } from '../../src/model/index.ts';
import type { PlannerOptions, TextSegment } from '../../src/retrieval/index.ts';
import { repositoryFolder } from './repository.ts';

/** A segment and its tokens, made once for all that are asked of the text. */
export interface BenchSegment extends TextSegment {
  readonly ids: Int32Array;
}

/** A text to search, and what each of its files is called. */
export interface BenchText {
  /** Each at the index of its `position`. */
  readonly segments: readonly BenchSegment[];
  readonly names: readonly string[];
  readonly tokens: number;
  /** For each segment the index of the function or paragraph it belongs to, -1 for none; where the text has such. */
  readonly units?: readonly number[];
  /** What each unit is called. */
  readonly unitNames?: readonly string[];
}

/** What a plan is told of a text's files; what has no ending is the title of an article. */
export function namesIn({ names }: Pick<BenchText, 'names'>): Pick<PlannerOptions, 'pathOf' | 'isProse'> {
  return {
    pathOf: (file) => names[file]!,
    isProse: (file) => !/\.\w+$/.test(names[file]!) || formatOf(names[file]!) === 'prose',
  };
}

/** What makes tokens of text: an open model, or a stand-in of one line. */
export interface TokenSource {
  readonly tokeniser: Pick<Tokeniser, 'encode'>;
}

export type Half = 'tune' | 'report';

/** Which half an item belongs to: every other one, after a shuffle with a fixed seed. */
export function halfOf(index: number, count: number, half: Half): boolean {
  return (shuffled(count)[index]! % 2 === 0) === (half === 'tune');
}

/** The items of a half, in their order. */
export function itemsOf<Item>(items: readonly Item[], half: Half): Item[] {
  const order = shuffled(items.length);
  return items.filter((_, i) => (order[i]! % 2 === 0) === (half === 'tune'));
}

/** The numbers below `count` in an order that is the same every time. */
export function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 20_251_123;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Builds a text from files; pieces may be sentences already, else they are cut as the engine cuts prose. */
export class TextBuilder {
  private readonly segments: BenchSegment[] = [];
  private readonly names: string[] = [];
  private readonly units: number[] = [];
  private readonly unitNames: string[] = [];
  private tokens = 0;
  private line = 1;
  private readonly model: TokenSource;

  constructor(model: TokenSource) {
    this.model = model;
  }

  /** Begins a file. */
  file(name: string): void {
    this.names.push(name);
    this.line = 1;
  }

  /** Declares a unit. @returns its index, for `add` */
  unit(name: string): number {
    return this.unitNames.push(name) - 1;
  }

  /** Adds a sentence or line to the file begun last. @param unit what it belongs to, -1 for nothing */
  add(text: string, unit = -1): BenchSegment {
    const ids = this.model.tokeniser.encode(text);
    const leading = lineEnds(text.slice(0, text.length - text.trimStart().length));
    const startLine = this.line + leading;
    const segment = {
      ids,
      file: this.names.length - 1,
      text,
      position: this.segments.length,
      startLine,
      endLine: startLine + lineEnds(text.trim()),
    };
    this.line += lineEnds(text);
    this.tokens += ids.length;
    if (ids.length > 0) {
      this.segments.push(segment);
      this.units.push(unit);
    }
    return segment;
  }

  get length(): number {
    return this.tokens;
  }

  finish(): BenchText {
    const { segments, names, tokens, units, unitNames } = this;
    return { segments, names, tokens, ...(unitNames.length > 0 ? { units, unitNames } : {}) };
  }
}

function lineEnds(text: string): number {
  return text.split('\n').length - 1;
}

/** Folder of the evaluation data: the first argument `--data`, else beside the repository. */
export function dataFolder(): string {
  const at = process.argv.indexOf('--data');
  return at >= 0 ? process.argv[at + 1]! : join(repositoryFolder(), '..', 'shared', 'data');
}

/**
 * The essays' sentences, essay by essay, over and over.
 * @param rounds how often all essays are given; endlessly when not given
 */
export function* essays(rounds = Infinity): Generator<{ name: string; sentences: readonly string[] }> {
  const folder = join(dataFolder(), 'pg-essays');
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({
      name,
      sentences: segmentText(readFileSync(join(folder, name), 'utf8'), 'prose').map(({ text }) => text),
    }));
  for (let round = 0; round < rounds; round++) yield* all;
}

/** Essays, looped to the wanted length, with sentences planted evenly between their sentences. */
export function haystack(
  model: TokenSource,
  tokens: number,
  planted: readonly string[],
): { text: BenchText; planted: TextSegment[] } {
  const builder = new TextBuilder(model);
  const segments: TextSegment[] = [];
  for (const { name, sentences } of essays()) {
    if (builder.length >= tokens) break;
    builder.file(name);
    for (const text of sentences) {
      const next = segments.length;
      if (next < planted.length && builder.length >= ((next + 0.5) / planted.length) * tokens) {
        segments.push(builder.add(`${planted[next]!} `));
      }
      builder.add(text);
      if (builder.length >= tokens) break;
    }
  }
  return { text: builder.finish(), planted: segments };
}
