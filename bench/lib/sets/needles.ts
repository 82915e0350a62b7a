import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../../src/corpus/index.ts';
import needleData from '../../data/needles.json' with { type: 'json' };
import { packageFolder } from '../repository.ts';
import { haystack, TextBuilder } from '../texts.ts';
import type { BenchText, Half, TokenSource } from '../texts.ts';
import type { TextSegment } from '../../../src/retrieval/index.ts';
import { stripDocComments } from './documentedFunctions.ts';
import type { BenchGroup, BenchSet, SetItem, SetOptions } from './types.ts';

/** A sentence or line that stands in no haystack, and two questions for it. */
export interface Needle {
  readonly lang: 'en' | 'zh';
  readonly kind: 'prose' | 'code';
  readonly sentence: string;
  /** Asked in its own words. */
  readonly literal: string;
  /** Asked in other words, some of them shared or close. */
  readonly paraphrased: string;
}

/** All needles of a half, those with marks of their own behind those without. */
export function needlesOf(half: Half): Needle[] {
  const plain = needleData[half].map(([sentence, literal, paraphrased]): Needle => {
    return {
      lang: /\p{Script=Han}/u.test(sentence!) ? 'zh' : 'en',
      kind: 'prose',
      sentence: sentence!,
      literal: literal!,
      paraphrased: paraphrased!,
    };
  });
  return [...plain, ...(needleData.marked[half] as Needle[])];
}

/**
 * Needles, each asked for literally and paraphrased: sentences in essays, lines of code in the sources of three.js. The
 * limit counts needles. An item's kind is for example `literal en prose`.
 * @param tokens of each haystack
 */
export function needles(model: TokenSource, { half, limit }: SetOptions, tokens = 32_000): BenchSet {
  const chosen = needlesOf(half).slice(0, limit);
  const groups = (['prose', 'code'] as const).flatMap((kind): BenchGroup[] => {
    const own = chosen.filter((needle) => needle.kind === kind);
    if (own.length === 0) return [];
    const sentences = own.map(({ sentence }) => sentence);
    const { text, planted } =
      kind === 'prose' ? haystack(model, tokens, sentences) : codeHaystack(model, tokens, sentences);
    const items = own.flatMap(({ lang, literal, paraphrased }, i): SetItem[] => {
      const gold = new Set([planted[i]!]);
      return [
        { question: literal, gold, kind: `literal ${lang} ${kind}` },
        { question: paraphrased, gold, kind: `paraphrased ${lang} ${kind}` },
      ];
    });
    return [{ text, items }];
  });
  return {
    id: 'needles',
    title: `Needles in ${tokens.toLocaleString('en-US')} tokens of essays and of code`,
    groups,
    budgetTokens: 1000,
  };
}

/** Source files of three.js without their doc comments, as many as needed, with lines planted evenly between theirs. */
export function codeHaystack(
  model: TokenSource,
  tokens: number,
  planted: readonly string[],
): { text: BenchText; planted: TextSegment[] } {
  const folder = join(packageFolder('three'), 'src');
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^(?:core|loaders|animation|audio|cameras)\/.*\.js$/.test(path))
    .sort();
  const builder = new TextBuilder(model);
  const segments: TextSegment[] = [];
  for (let i = 0; builder.length < tokens; i++) {
    const path = files[i % files.length]!;
    builder.file(`src/${path}`);
    for (const { text } of segmentText(
      stripDocComments(readFileSync(join(folder, path), 'utf8'), path).text,
      'code',
    )) {
      const next = segments.length;
      if (next < planted.length && builder.length >= ((next + 0.5) / planted.length) * tokens) {
        // Indented as its neighbours are, lest that give it away.
        segments.push(builder.add(`${/^[ \t]*/.exec(text)![0]}${planted[next]!}\n`));
      }
      builder.add(text);
      if (builder.length >= tokens) break;
    }
  }
  return { text: builder.finish(), planted: segments };
}
