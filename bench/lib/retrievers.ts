import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildModelFiles, ModelRowReader, ModelRuntime, openQuantizedOnnx } from '../../src/model/index.ts';
import type { OpenModel } from '../../src/model/index.ts';
import { emphasisOf, fitBudget, paperStrategy, Planner, retrieveByHeads } from '../../src/retrieval/index.ts';
import type {
  AttentionReader,
  PreparedQuestion,
  ReadingPlan,
  RetrievalResult,
} from '../../src/retrieval/index.ts';
import type { Ranked, Retriever } from './baselines/types.ts';
import type { BenchText } from './texts.ts';

/** What is varied in the ablations; everything as in the product where not given. */
export interface Variant {
  /** Every word of the question counts the same. */
  readonly evenWords?: boolean;
  /** No path or title in front of a file's lines. */
  readonly withoutHeader?: boolean;
}

/** What several strategies keep of one reading. */
export interface SharedReading {
  readonly heads: readonly Ranked[][];
  readonly fused: readonly Ranked[][];
  /** Keywords alone: the same plan, nothing read. */
  readonly keywords: readonly Ranked[][];
  /** The questions as they were asked. */
  readonly prepared: readonly PreparedQuestion[];
}

/** Our strategies over one reading of the text: attention alone, attention and keywords. */
export async function readOnce(
  model: OpenModel,
  text: BenchText,
  questions: readonly string[],
  budgetTokens: number,
  variant: Variant = {},
  reader: AttentionReader = model.reader,
): Promise<SharedReading> {
  const template = variant.withoutHeader ? '' : model.manifest.prompt.fileHeader;
  const header = (file: number): string => template.replace('{path}', () => text.names[file]!);
  // Asked twice: by attention alone, and with keywords.
  const planner = new Planner([...questions, ...questions], header);
  for (const segment of text.segments) planner.add(segment);
  const plan = planner.finish();
  const encoded = new Map(text.segments.map((segment) => [segment.text, segment.ids]));
  const headers = await reader.encode(text.names.map((_, file) => header(file)));
  const prepared = questions.map((question, i) =>
    reader.prepare(question, variant.evenWords ? undefined : emphasisOf(question, plan.rarity[i]!)),
  );
  const results = await finish(
    retrieveByHeads(plan, [...prepared, ...prepared], sharing(reader, encoded), {
      budgetTokens,
      headerOf: (file) => headers[file]!,
      keywordShares: prepared.map(() => 0),
    }),
  );
  const kept = results.map(({ retained }) => retained);
  return {
    heads: kept.slice(0, questions.length).map((items) => [...items]),
    fused: kept.slice(questions.length).map((items) => [...items]),
    keywords: keywordsAlone(text, plan, questions.length, budgetTokens),
    prepared,
  };
}

/** Answers the same question, asked twice, once; and takes tokens from the text instead of encoding again. */
function sharing(reader: AttentionReader, encoded: ReadonlyMap<string, Int32Array>): AttentionReader {
  return {
    windowTokens: reader.windowTokens,
    scoring: reader.scoring,
    encode: async (texts) => {
      const known = texts.map((text) => encoded.get(text));
      if (known.every((ids) => ids !== undefined)) return known;
      return reader.encode(texts);
    },
    prepare: (question, emphasis) => reader.prepare(question, emphasis),
    read: async (windows, questions) => {
      const different = new Map<PreparedQuestion, number>();
      for (const question of questions) if (!different.has(question)) different.set(question, different.size);
      const read = await reader.read(windows, [...different.keys()]);
      return read.map(({ questions: paid, contentFree }) => ({
        questions: questions.map((question) => paid[different.get(question)!]!),
        contentFree,
      }));
    },
  };
}

function keywordsAlone(
  text: BenchText,
  plan: ReadingPlan,
  questions: number,
  budgetTokens: number,
): Ranked[][] {
  const byPosition = new Map(text.segments.map((segment) => [segment.position, segment]));
  return Array.from({ length: questions }, (_, q) => {
    const ranked: Ranked[] = [];
    for (const { firstPosition, keywords } of plan.sections) {
      keywords[q]!.forEach((score, i) => {
        if (score > 0) ranked.push({ segment: byPosition.get(firstPosition + i)!, score });
      });
    }
    ranked.sort((a, b) => b.score - a.score || a.segment.position - b.segment.position);
    return fitBudget(ranked, budgetTokens);
  });
}

/** A retrieval to its end: its progress is of no interest here. */
export async function finish(
  retrieval: AsyncGenerator<unknown, RetrievalResult[]>,
): Promise<RetrievalResult[]> {
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return step.value;
  }
}

/** InfiniRetri as published, on the same weights; built beside the benchmark because users do not need it. */
export async function paperRetriever(model: OpenModel): Promise<Retriever> {
  const { config, source } = model.manifest;
  const folder = join(__dirname, 'model-paper');
  mkdirSync(folder, { recursive: true });
  const weights = await openQuantizedOnnx(require.resolve(`${source.package}/${source.weights}`));
  const last = config.layers - 1;
  const heads = Array.from({ length: config.heads }, (_, head) => ({ layer: last, head }));
  const files = buildModelFiles(config, weights, heads, { ownScores: true });
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  const runtime = await ModelRuntime.open({ folder, config, depth: last });
  const reader = new ModelRowReader(runtime, model.tokeniser, {
    before: '<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\n',
    after: '<|im_end|>\n<|im_start|>assistant\n',
  });
  return {
    name: 'paper',
    async retrieve(text, questions, budgetTokens) {
      const planner = new Planner(questions, () => '');
      for (const segment of text.segments) planner.add(segment);
      const options = { budgetTokens, headerOf: () => new Int32Array(0) };
      const results = await finish(paperStrategy(reader).retrieve(planner.finish(), questions, options));
      return results.map(({ retained }) => [...retained]);
    },
  };
}
