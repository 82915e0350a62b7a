import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../src/corpus/index.ts';
import type { OpenModel } from '../../src/model/index.ts';
import type { Segment } from '../../src/retrieval/index.ts';

/** A text to search, and what each of its files is called. */
export interface BenchText {
  readonly segments: readonly Segment[];
  readonly names: readonly string[];
  readonly tokens: number;
}

/** A question, and the segments that answer it. */
export interface BenchItem {
  readonly question: string;
  readonly text: BenchText;
  readonly gold: ReadonlySet<Segment>;
  /** Instead of gold segments: strings of which one must be in what was kept. */
  readonly answers?: readonly string[];
}

export type Half = 'tune' | 'report';

/** Which half an item belongs to: every other one, after a shuffle with a fixed seed. */
export function halfOf(index: number, count: number, half: Half): boolean {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 20_251_123;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return (order[index]! % 2 === 0) === (half === 'tune');
}

/** Builds a text from files; pieces may be sentences already, else they are cut as the engine cuts prose. */
export class TextBuilder {
  private readonly segments: Segment[] = [];
  private readonly names: string[] = [];
  private tokens = 0;
  private readonly model: OpenModel;

  constructor(model: OpenModel) {
    this.model = model;
  }

  /** Begins a file. */
  file(name: string): void {
    this.names.push(name);
  }

  /** Adds a sentence or line to the file begun last. */
  add(text: string): Segment {
    const ids = this.model.tokeniser.encode(text);
    const segment = { ids, startToken: this.tokens, file: this.names.length - 1, text };
    this.tokens += ids.length;
    if (ids.length > 0) this.segments.push(segment);
    return segment;
  }

  get length(): number {
    return this.tokens;
  }

  finish(): BenchText {
    return { segments: this.segments, names: this.names, tokens: this.tokens };
  }
}

/** Folder of the evaluation data: the first argument `--data`, else beside the repository. */
export function dataFolder(): string {
  const at = process.argv.indexOf('--data');
  return at >= 0 ? process.argv[at + 1]! : join(__dirname, '..', '..', '..', 'shared', 'data');
}

/** Essays, looped to the wanted length, with sentences planted evenly between their sentences. */
export function haystack(
  model: OpenModel,
  tokens: number,
  planted: readonly string[],
): { text: BenchText; planted: Segment[] } {
  const folder = join(dataFolder(), 'pg-essays');
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  const builder = new TextBuilder(model);
  const segments: Segment[] = [];
  for (let i = 0; builder.length < tokens; i++) {
    const name = files[i % files.length]!;
    builder.file(name);
    for (const { text } of segmentText(readFileSync(join(folder, name), 'utf8'), 'prose')) {
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
