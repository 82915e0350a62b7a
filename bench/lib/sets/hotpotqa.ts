import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextSegment } from '../../../src/retrieval/index.ts';
import { dataFolder, itemsOf, TextBuilder } from '../texts.ts';
import type { TokenSource } from '../texts.ts';
import type { BenchGroup, BenchSet, SetItem, SetOptions } from './types.ts';

/** A paragraph that does not answer: title, sentences, and a number that is not used here. */
type Distractor = readonly [title: string, sentences: readonly string[], ...rest: unknown[]];

interface HotpotItem {
  readonly question: string;
  readonly answer: string;
  readonly title_a: string;
  readonly title_b: string;
  readonly para_a: readonly string[];
  readonly para_b: readonly string[];
  /** Indices of the supporting sentences of both paragraphs. */
  readonly supporting_facts: readonly [readonly number[], readonly number[]];
  readonly distractors: readonly Distractor[];
}

interface Paragraph {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly gold: readonly number[];
}

/** 100 two-hop questions, each with its two paragraphs among about eight others. */
export function hotpotqa(model: TokenSource, { half, limit }: SetOptions): BenchSet {
  const groups = itemsOf(load(), half)
    .slice(0, limit)
    .map((item, index): BenchGroup => {
      const paragraphs = paragraphsOf(item);
      // The two that answer must not always stand in front.
      const turn = index % paragraphs.length;
      const builder = new TextBuilder(model);
      const gold = new Set<TextSegment>();
      for (const paragraph of [...paragraphs.slice(turn), ...paragraphs.slice(0, turn)]) {
        addParagraph(builder, paragraph).forEach((segment, i) => {
          if (paragraph.gold.includes(i)) gold.add(segment);
        });
      }
      // A yes or no may stand in any answer.
      const isTelling = !/^(yes|no)$/i.test(item.answer);
      const rightAnswers = isTelling ? { rightAnswers: [item.answer] } : {};
      return { text: builder.finish(), items: [{ question: item.question, gold, ...rightAnswers }] };
    });
  return { id: 'hotpotqa', title: 'HotpotQA, recall of the supporting sentences', groups, budgetTokens: 300 };
}

/** The same questions, asked of the paragraphs of all 100 questions together (each paragraph once). */
export function hotpotqaPooled(model: TokenSource, { half, limit }: SetOptions): BenchSet {
  const all = load();
  const key = ({ title, sentences }: Paragraph): string => JSON.stringify([title, sentences]);
  const pool = new Map<string, Paragraph>();
  for (const item of all) {
    const paragraphs = paragraphsOf(item);
    for (const paragraph of paragraphs) pool.set(key(paragraph), paragraph);
  }
  const builder = new TextBuilder(model);
  // By title, so that the paragraphs of one question do not stand side by side.
  const sorted = [...pool].sort(([, a], [, b]) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  const segments = new Map(sorted.map(([name, paragraph]) => [name, addParagraph(builder, paragraph)]));
  const items = itemsOf(all, half)
    .slice(0, limit)
    .map((item): SetItem => {
      const gold = paragraphsOf(item).flatMap((paragraph) =>
        paragraph.gold.map((i) => segments.get(key(paragraph))?.[i]),
      );
      return { question: item.question, gold: new Set(gold.filter((segment) => segment !== undefined)) };
    });
  return {
    id: 'hotpotqa-pooled',
    title: 'HotpotQA, all paragraphs in one text, recall of the supporting sentences',
    groups: [{ text: builder.finish(), items }],
    budgetTokens: 1000,
    notes: `${pool.size} paragraphs.`,
  };
}

function load(): HotpotItem[] {
  const path = join(dataFolder(), 'hotpotqa-100', 'dev_nd8_sample100.json');
  return JSON.parse(readFileSync(path, 'utf8')) as HotpotItem[];
}

function paragraphsOf(item: HotpotItem): Paragraph[] {
  const [goldA, goldB] = item.supporting_facts;
  return [
    { title: item.title_a, sentences: item.para_a, gold: goldA },
    { title: item.title_b, sentences: item.para_b, gold: goldB },
    ...item.distractors.map(([title, sentences]) => ({ title, sentences, gold: [] })),
  ];
}

/** One file per paragraph. @returns its segments, sentence by sentence */
function addParagraph(builder: TextBuilder, { title, sentences }: Paragraph): TextSegment[] {
  builder.file(title);
  return sentences.map((sentence) => builder.add(`${sentence.trim()} `));
}
