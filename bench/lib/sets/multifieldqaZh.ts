import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../../src/corpus/index.ts';
import { lettersAndDigits } from '../metrics.ts';
import { dataFolder, itemsOf, TextBuilder } from '../texts.ts';
import type { TokenSource } from '../texts.ts';
import type { BenchSet, SetItem, SetOptions } from './types.ts';

interface Line {
  readonly input: string;
  readonly context: string;
  readonly answers: readonly string[];
}

/**
 * 200 Chinese questions over long documents (LongBench). Most answers end with a full stop that does not stand in the
 * document, and more than half are not quoted from it at all: an item's kind is `quoted` where the letters and digits of
 * an answer stand in the document, else `free`.
 */
export function multifieldqaZh(model: TokenSource, { half, limit }: SetOptions): BenchSet {
  const path = join(dataFolder(), 'multifieldqa-zh', 'multifieldqa_zh.jsonl');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const chosen = itemsOf(lines, half)
    .slice(0, limit)
    .map((line) => JSON.parse(line) as Line);
  const byContext = new Map<string, SetItem[]>();
  for (const { input, context, answers } of chosen) {
    const items = byContext.get(context) ?? [];
    const words = lettersAndDigits(context);
    const quoted = answers.some((answer) => words.includes(lettersAndDigits(answer)));
    items.push({ question: input, answers, rightAnswers: answers, kind: quoted ? 'quoted' : 'free' });
    byContext.set(context, items);
  }
  const groups = [...byContext].map(([context, items]) => {
    const builder = new TextBuilder(model);
    builder.file('text');
    for (const { text } of segmentText(context, 'prose')) builder.add(text);
    return { text: builder.finish(), items };
  });
  const items = groups.flatMap((group) => group.items);
  const quoted = items.filter(({ kind }) => kind === 'quoted').length;
  return {
    id: 'multifieldqa-zh',
    title: 'multifieldqa_zh',
    groups,
    budgetTokens: 1000,
    notes: `${groups.length} documents; the answers of ${quoted} of ${items.length} questions stand in their document.`,
  };
}
