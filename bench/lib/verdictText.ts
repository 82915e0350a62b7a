/** A mixed text of a wanted length, essays, code and Chinese documents by turns, with facts planted in it or not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../src/corpus/index.ts';
import type { TextSegment } from '../../src/retrieval/index.ts';
import data from '../data/verdict.json' with { type: 'json' };
import { packageFolder } from './repository.ts';
import { dataFolder, essays, TextBuilder } from './texts.ts';
import type { BenchText, Half, TokenSource } from './texts.ts';

/** Something made up, and a question that it answers. */
export interface Fact {
  readonly lang: 'en' | 'zh';
  readonly kind: 'prose' | 'code';
  /** A sentence, or some lines of JavaScript. */
  readonly fact: string;
  readonly question: string;
}

export function factsOf(half: Half): Fact[] {
  return data[half] as Fact[];
}

/** Files of one kind, without end: their names and segments. */
type Files = Iterator<{ readonly name: string; readonly segments: readonly string[] }, never>;

/** So much of a file is read before it is the turn of the next kind; short texts have all kinds in them, too. */
const PARTS_OF_TEXT = 12;

/** Which kind of file a fact is planted in. */
const KINDS = ['en prose', 'zh prose', 'code'] as const;
type Kind = (typeof KINDS)[number];

function kindOf({ lang, kind }: Fact): Kind {
  return kind === 'code' ? 'code' : lang === 'zh' ? 'zh prose' : 'en prose';
}

export interface MixedText {
  readonly text: BenchText;
  /** `[fact]`: the segments that say it; empty when it was not planted. */
  readonly planted: readonly (readonly TextSegment[])[];
}

/**
 * @param tokens of the text
 * @param facts planted evenly over the text, each in a file of its kind; none when the text is to answer nothing
 */
export function mixedText(source: TokenSource, tokens: number, facts: readonly Fact[]): MixedText {
  const builder = new TextBuilder(source);
  const files: Record<Kind, Files> = {
    'en prose': englishFiles(),
    'zh prose': chineseFiles(),
    code: codeFiles(),
  };
  const waiting = Object.fromEntries(
    KINDS.map((kind) => [kind, facts.map((_, i) => i).filter((i) => kindOf(facts[i]!) === kind)]),
  ) as Record<Kind, number[]>;
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, waiting[kind].length]));
  const planted: TextSegment[][] = facts.map(() => []);
  const share = Math.ceil(tokens / KINDS.length);
  const done: Record<Kind, number> = { 'en prose': 0, 'zh prose': 0, code: 0 };
  while (builder.length < tokens) {
    const kind = KINDS.reduce((least, one) => (done[one] < done[least] ? one : least));
    const { name, segments } = files[kind].next().value;
    builder.file(name);
    const before = builder.length;
    for (const text of segments) {
      const left = waiting[kind];
      const planting =
        left.length > 0 && done[kind] >= ((counts[kind]! - left.length + 0.5) / counts[kind]!) * share;
      if (planting) plant(builder, facts, left.shift()!, text, planted);
      const { ids } = builder.add(text);
      done[kind] += ids.length;
      if (
        builder.length - before > Math.max(tokens / PARTS_OF_TEXT / KINDS.length, 400) ||
        builder.length >= tokens
      )
        break;
    }
  }
  // What came too late for its place stands at the end, in a file of its own.
  for (const kind of KINDS) {
    for (const i of waiting[kind]) {
      builder.file(kind === 'code' ? 'src/more.js' : 'more.txt');
      plant(builder, facts, i, '', planted);
    }
  }
  return { text: builder.finish(), planted };
}

/** @param beside the text that follows, whose indentation the lines take, lest it give them away */
function plant(
  builder: TextBuilder,
  facts: readonly Fact[],
  i: number,
  beside: string,
  planted: TextSegment[][],
): void {
  const { kind, fact } = facts[i]!;
  const lines =
    kind === 'prose'
      ? [`${fact} `]
      : fact.split('\n').map((line) => `${/^[ \t]*/.exec(beside)![0]}${line}\n`);
  planted[i] = lines.map((line) => builder.add(line));
}

function* englishFiles(): Generator<{ name: string; segments: readonly string[] }, never> {
  for (const { name, sentences } of essays()) yield { name: `essays/${name}`, segments: sentences };
  throw new Error('The essays are without end.');
}

function* chineseFiles(): Generator<{ name: string; segments: readonly string[] }, never> {
  const lines = readFileSync(join(dataFolder(), 'multifieldqa-zh', 'multifieldqa_zh.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const contexts = [...new Set(lines.map((line) => (JSON.parse(line) as { context: string }).context))];
  for (let i = 0; ; i++) {
    const segments = segmentText(contexts[i % contexts.length]!, 'prose').map(({ text }) => text);
    yield { name: `文件/${i + 1}.txt`, segments };
  }
}

const SOURCES = [
  ['three', 'src'],
  ['rxjs', 'src'],
  ['mathjs', 'lib/esm'],
] as const;

function* codeFiles(): Generator<{ name: string; segments: readonly string[] }, never> {
  const paths = SOURCES.map(([name, folder]) =>
    readdirSync(join(packageFolder(name), folder), { encoding: 'utf8', recursive: true })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.[jt]s$/.test(path))
      .sort()
      .map((path) => ({ name: `${name}/${folder}/${path}`, path: join(packageFolder(name), folder, path) })),
  );
  for (let i = 0; ; i++) {
    const own = paths[i % paths.length]!;
    // Spread over the package: what stands together is alike.
    const { name, path } = own[(Math.floor(i / paths.length) * 37) % own.length]!;
    yield { name, segments: segmentText(readFileSync(path, 'utf8'), 'code').map(({ text }) => text) };
  }
}
