import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../../src/corpus/index.ts';
import { dataFolder, itemsOf, TextBuilder } from '../texts.ts';
import type { TokenSource } from '../texts.ts';
import { stripDocstrings } from './pythonDocstrings.ts';
import type { BenchSet, SetItem, SetOptions } from './types.ts';

interface Query {
  readonly doc: string;
  /** Exactly as it stands in the code base. */
  readonly code: string;
}

/**
 * 500 web queries (CoSQA's development set for retrieval), each with the one of 6,267 Python functions that answers it.
 * The functions are one text, each a file and a unit of its own, with docstrings or stripped of them.
 */
export function cosqa(model: TokenSource, { half, limit }: SetOptions, docstrings: boolean): BenchSet {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(dataFolder(), 'cosqa', name), 'utf8'));
  const functions = read('code_idx_map.txt') as Readonly<Record<string, number>>;
  const queries = read('cosqa-retrieval-dev-500.json') as readonly Query[];

  const builder = new TextBuilder(model);
  const units = new Map<string, number>();
  for (const [code, index] of Object.entries(functions).sort(([, a], [, b]) => a - b)) {
    const name = `function_${index}.py`;
    builder.file(name);
    const unit = builder.unit(name);
    units.set(code, unit);
    const shown = docstrings ? code : stripDocstrings(code);
    for (const { text } of segmentText(`${shown.trimEnd()}\n`, 'code')) builder.add(text, unit);
  }
  const items = itemsOf(queries, half)
    .slice(0, limit)
    .map(({ doc, code }): SetItem => {
      const goldUnit = units.get(code);
      if (goldUnit === undefined) throw new Error(`The code base has no function for "${doc}".`);
      return { question: doc, goldUnit };
    });
  return {
    id: docstrings ? 'cosqa' : 'cosqa-stripped',
    title: `CoSQA, ${docstrings ? 'with' : 'without'} docstrings`,
    groups: [{ text: builder.finish(), items }],
    budgetTokens: 1000,
    notes: `${units.size} Python functions.`,
  };
}
