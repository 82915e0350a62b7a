import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModelFiles, ModelRowReader, ModelRuntime, readQuantizedOnnx } from '../../src/model/index.ts';
import type { OpenModel } from '../../src/model/index.ts';
import {
  fitBudget,
  paperDefaults,
  QuestionTerms,
  retrieveByHeads,
  retrieveByPaper,
  TermStatistics,
  WindowPacker,
} from '../../src/retrieval/index.ts';
import type { Segment, Window } from '../../src/retrieval/index.ts';
import type { BenchText } from './texts.ts';

/** Finds the segments for a question, best first, within a budget of tokens. */
export interface Retriever {
  readonly name: string;
  retrieve(text: BenchText, question: string, budgetTokens: number): Promise<Segment[]>;
}

/** Our strategy, with keywords weighed in or not. */
export function headsRetriever(model: OpenModel, lexical: boolean): Retriever {
  return {
    name: lexical ? 'heads+lexical (default)' : 'heads',
    async retrieve(text, question, budgetTokens) {
      const header = (file: number): Int32Array =>
        model.tokeniser.encode(model.manifest.prompt.fileHeader.replace('{path}', () => text.names[file]!));
      const headers = text.names.map((_, file) => header(file));
      const headerOf = (file: number): Int32Array => headers[file]!;
      const retrieval = retrieveByHeads(
        windowsOf(text, model.reader.windowTokens, headerOf),
        model.reader.prepare(question),
        model.reader,
        { budgetTokens, headerOf, ...(lexical ? { terms: new QuestionTerms(question) } : {}) },
      );
      for (;;) {
        const step = await retrieval.next();
        if (step.done) return step.value.retained.map(({ segment }) => segment);
      }
    },
  };
}

async function* windowsOf(
  text: BenchText,
  windowTokens: number,
  headerOf: (file: number) => Int32Array,
): AsyncGenerator<Window, void> {
  const packer = new WindowPacker(windowTokens, headerOf);
  for (const segment of text.segments)
    for (const window of packer.add(segment)) yield await Promise.resolve(window);
  yield* packer.flush();
}

/** Keyword search alone. */
export const bm25Retriever: Retriever = {
  name: 'BM25',
  retrieve(text, question, budgetTokens) {
    const terms = new QuestionTerms(question);
    const statistics = new TermStatistics(terms);
    const counts = text.segments.map((segment) => terms.count(segment.text));
    for (const count of counts) statistics.add(count);
    const scores = counts.map((count) => statistics.bm25(count));
    const order = [...scores.keys()]
      .filter((i) => scores[i]! > 0)
      .sort((a, b) => scores[b]! - scores[a]! || a - b);
    return Promise.resolve(
      fitBudget(
        order.map((i) => ({ segment: text.segments[i]! })),
        budgetTokens,
      ).map(({ segment }) => segment),
    );
  },
};

/** InfiniRetri as published, on the same weights; built beside the benchmark because users do not need it. */
export async function paperRetriever(model: OpenModel): Promise<Retriever> {
  const { config, source } = model.manifest;
  const folder = join(__dirname, 'model-paper');
  mkdirSync(folder, { recursive: true });
  const weights = readFileSync(require.resolve(`${source.package}/${source.weights}`));
  const last = config.layers - 1;
  const heads = Array.from({ length: config.heads }, (_, head) => ({ layer: last, head }));
  const files = buildModelFiles(config, readQuantizedOnnx(weights), heads, { ownScores: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  const runtime = await ModelRuntime.open({ folder, config, depth: last });
  const reader = new ModelRowReader(runtime, model.tokeniser, {
    before: '<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\n',
    after: '<|im_end|>\n<|im_start|>assistant\n',
  });
  return {
    name: 'paper',
    async retrieve(text, question, budgetTokens) {
      const steps = retrieveByPaper(stream(text.segments), reader.prepare(question), reader, paperDefaults);
      let kept: readonly { segment: Segment; score: number }[] = [];
      for await (const { cache } of steps) kept = cache;
      const ranked = [...kept].sort((a, b) => b.score - a.score);
      return fitBudget(ranked, budgetTokens).map(({ segment }) => segment);
    },
  };
}

async function* stream(segments: readonly Segment[]): AsyncGenerator<Segment, void> {
  for (const segment of segments) yield await Promise.resolve(segment);
}
