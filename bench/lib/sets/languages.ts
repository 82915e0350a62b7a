import data from '../../data/languages.json' with { type: 'json' };
import { haystack, shuffled, TextBuilder } from '../texts.ts';
import type { BenchText, Half, TokenSource } from '../texts.ts';
import { documented } from './functions.ts';
import { needlesOf } from './needles.ts';
import type { BenchGroup, BenchSet, SetItem, SetOptions } from './types.ts';

/** The languages that the questions are asked in; the texts are English. */
export const LANGUAGES = ['de', 'ru', 'es', 'ja', 'zh'] as const;
type Asked = Readonly<Record<'en' | (typeof LANGUAGES)[number], string>>;

/** Of the essays, in tokens of the model that reads them. */
const TEXT_TOKENS = 8000;
const POOL_FUNCTIONS = 300;
/** Limits of the pool's functions, in characters: the longest would be half of it. */
const SHORTEST_FUNCTION = 60;
const LONGEST_FUNCTION = 2500;

/** The questions of a half in all their languages. */
export function askedIn(half: Half): {
  readonly needles: readonly Asked[];
  readonly functions: readonly Asked[];
} {
  return data[half];
}

/**
 * Needles in essays and documented functions, asked for in five languages other than the text's, and in English beside
 * them. The limit counts needles, and functions.
 */
export function languages(model: TokenSource, { half, limit }: SetOptions): BenchSet {
  const asked = askedIn(half);
  return {
    id: 'languages',
    title: 'English text and code, asked about in five other languages',
    groups: [
      essaysOf(model, half, asked.needles.slice(0, limit)),
      functionsOf(model, half, asked.functions.slice(0, limit)),
    ],
    budgetTokens: 1000,
    rankedKinds: ['foreign', 'foreign prose', 'foreign code', ...LANGUAGES, 'en'],
    withoutPaper: true,
    notes:
      `Each question in German, Russian, Spanish, Japanese and Chinese (“foreign”), and in English beside them: half of them ` +
      `about sentences planted in ${TEXT_TOKENS.toLocaleString('en-US')} tokens of essays, half about functions among ` +
      `${POOL_FUNCTIONS} documented ones of five libraries, by the first sentence of their documentation, whose first paragraph stands above each. ` +
      `First: the sentence, or the function, leads.`,
  };
}

function essaysOf(model: TokenSource, half: Half, asked: readonly Asked[]): BenchGroup {
  const needles = needlesOf(half);
  const sentences = asked.map(({ en }) => needles.find(({ literal }) => literal === en)!.sentence);
  const { text, planted } = haystack(model, TEXT_TOKENS, sentences);
  return { text, items: asked.flatMap((one, i) => itemsOf(one, 'prose', { gold: new Set([planted[i]!]) })) };
}

/** The functions that are asked for among others, each under the name of its file. */
function functionsOf(model: TokenSource, half: Half, asked: readonly Asked[]): BenchGroup {
  const all = documented(CHARACTERS, half);
  const units = asked.map(({ en }) => all.items.find(({ question }) => question === en)!.goldUnit!);
  const { text, unitOf } = poolOf(model, all, units);
  return {
    text,
    items: asked.flatMap((one, i) => itemsOf(one, 'code', { goldUnit: unitOf.get(units[i]!)! })),
  };
}

function itemsOf(asked: Asked, kind: string, gold: Pick<SetItem, 'gold' | 'goldUnit'>): SetItem[] {
  return [
    ...LANGUAGES.map((lang) => ({ question: asked[lang], kind: `${lang} foreign ${kind}`, ...gold })),
    { question: asked.en, kind: `en ${kind}`, ...gold },
  ];
}

/** The first paragraph of a documentation as the lines of a comment; none for none. */
function commentOf(doc: string | undefined): string[] {
  const lines = (doc ?? '').trim().split('\n');
  const end = lines.findIndex((line) => /^\s*(@|$)/.test(line));
  const paragraph = end < 0 ? lines : lines.slice(0, end);
  return paragraph.length === 0 ? [] : ['/**\n', ...paragraph.map((line) => ` * ${line.trim()}\n`), ' */\n'];
}

/** Counts characters: which functions are in the pool must not depend on the model. */
const CHARACTERS: TokenSource = {
  tokeniser: { encode: (text) => new Int32Array(text.trim() === '' ? 0 : text.length) },
};

/** @param wanted units of the whole text that the pool must have */
function poolOf(
  model: TokenSource,
  { text: all, docs }: ReturnType<typeof documented>,
  wanted: readonly number[],
): { text: BenchText; unitOf: ReadonlyMap<number, number> } {
  const lengths = all.unitNames!.map(() => 0);
  for (const { position, ids } of all.segments) {
    const unit = all.units![position]!;
    if (unit >= 0) lengths[unit]! += ids.length;
  }
  const others = shuffled(lengths.length).filter(
    (unit) =>
      docs[unit] !== undefined && lengths[unit]! >= SHORTEST_FUNCTION && lengths[unit]! <= LONGEST_FUNCTION,
  );
  const pool = new Set([...new Set([...wanted, ...others])].slice(0, POOL_FUNCTIONS));
  const builder = new TextBuilder(model);
  const unitOf = new Map<number, number>();
  let file = -1;
  for (const segment of all.segments) {
    const unit = all.units![segment.position]!;
    if (!pool.has(unit)) continue;
    if (segment.file !== file) builder.file(all.names[(file = segment.file)]!);
    if (!unitOf.has(unit)) {
      unitOf.set(unit, builder.unit(all.unitNames![unit]!));
      for (const line of commentOf(docs[unit])) builder.add(line, unitOf.get(unit));
    }
    builder.add(segment.text, unitOf.get(unit));
  }
  return { text: builder.finish(), unitOf };
}
