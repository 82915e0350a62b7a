import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildModelFiles, ModelRuntime, openQuantizedOnnx, openUserModel } from '../../src/model/index.ts';
import { Planner, Run, windowsOf } from '../../src/retrieval/index.ts';
import { emphasisOf } from '../../src/retrieval/keywords.ts';
import { fitBudget } from '../../src/retrieval/fusion.ts';
import { readSection, SURVIVING_BUDGETS } from '../../src/retrieval/heads.ts';
import { scoringFor } from '../../src/retrieval/knownWords.ts';
import { reread } from '../../src/retrieval/rereading.ts';
import { finish } from '../../src/retrieval/strategy.ts';
import { Survivors } from '../../src/retrieval/survivors.ts';
import type { PreparedQuestion, Reader, ReadingPlan, Retained } from '../../src/retrieval/index.ts';
import type { ScoringParameters } from '../../src/retrieval/types.ts';
import type { Ranked, Retriever } from './baselines/types.ts';
import type { BenchModel } from './benchModel.ts';
import { ModelRowReader } from './paper/rowReader.ts';
import { paperStrategy } from './paper/strategy.ts';
import { namesIn } from './texts.ts';
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
  /** The same without the second hop of questions about prose. */
  readonly oneHop: readonly Ranked[][];
  /** The questions as they were asked. */
  readonly prepared: readonly PreparedQuestion[];
  readonly plan: ReadingPlan;
  /** `[question]`: what attention and keywords keep, with more than the budget. */
  readonly survivors: readonly (readonly Retained[])[];
}

/** What a second reader makes of the best of a first ranking, in tokens of the text. */
export async function rereadBy(
  reader: Reader,
  { plan }: Pick<SharedReading, 'plan'>,
  text: BenchText,
  questions: readonly string[],
  budgetTokens: number,
  before: readonly (readonly Retained[])[],
): Promise<Ranked[][]> {
  const kept: Ranked[][] = [];
  for (const [index, question] of questions.entries()) {
    const { retained } = await reread(plan, { index, text: question }, before[index]!, reader, {
      budget: Infinity,
      nameOf: (file) => text.names[file]!,
    });
    const inText = retained.map(({ segment, score }): Ranked => {
      const own = text.segments[segment.position]!;
      return { segment: own, tokens: own.ids.length, score };
    });
    kept.push(fitBudget(inText, budgetTokens, { copiesOnce: true }));
  }
  return kept;
}

/** Our strategies over one reading of the text: attention alone, attention and keywords. */
export async function readOnce(
  model: BenchModel,
  text: BenchText,
  questions: readonly string[],
  budgetTokens: number,
  variant: Variant = {},
  reader: Reader = model.reader,
): Promise<SharedReading> {
  const template = variant.withoutHeader ? '' : model.manifest.prompt.fileHeader;
  const header = (file: number): string => template.replace('{path}', () => text.names[file]!);
  const planner = new Planner(questions, header, namesIn(text));
  for (const segment of text.segments) planner.add(segment);
  const plan = planner.finish();
  const encoded = new Map(text.segments.map((segment) => [segment.text, segment.ids]));
  const headers = await reader.encode(text.names.map((_, file) => header(file)));
  const prepared = questions.map((question, i) =>
    reader.prepare(question, variant.evenWords ? undefined : emphasisOf(question, plan.rarity[i]!)),
  );
  const survivorsBy = (scoring: (q: number) => ScoringParameters): Survivors[] =>
    questions.map((_, q) => new Survivors(SURVIVING_BUDGETS * budgetTokens, scoring(q)));
  const heads = survivorsBy(() => ({ ...reader.scoring, keywordShare: 0 }));
  const fused = survivorsBy((q) => scoringFor(reader.scoring, plan, q));
  const encoder = { windowTokens: reader.windowTokens, encode: encodeOnce(reader, encoded) };
  for (const index of plan.order) {
    const section = plan.sections[index]!;
    const windows = await windowsOf(section, encoder, (file) => headers[file]!);
    const { candidates } = await readSection(section, windows, prepared, reader);
    for (const search of [heads, fused]) search.forEach((survivors, q) => survivors.add(candidates[q]!));
  }
  const kept = (search: readonly Survivors[]): Ranked[][] =>
    search.map((survivors) => fitBudget(survivors.best(), budgetTokens, { copiesOnce: true }));
  return {
    heads: kept(heads),
    fused: kept(fused),
    keywords: keywordsAlone(text, plan, questions.length, budgetTokens),
    oneHop: keywordsAlone(text, oneHopPlan(text, questions, header), questions.length, budgetTokens),
    prepared,
    plan,
    survivors: fused.map((survivors) => survivors.best()),
  };
}

function oneHopPlan(
  text: BenchText,
  questions: readonly string[],
  header: (file: number) => string,
): ReadingPlan {
  const hop = { name: 0, sentences: 0 };
  const planner = new Planner(questions, header, { ...namesIn(text), hop });
  for (const segment of text.segments) planner.add(segment);
  return planner.finish();
}

/** Takes tokens from the text instead of making them again. @param encoded by their text */
export function encodeOnce(reader: Reader, encoded: ReadonlyMap<string, Int32Array>): Reader['encode'] {
  return async (texts) => {
    const known = texts.map((text) => encoded.get(text));
    return known.every((ids) => ids !== undefined) ? known : reader.encode(texts);
  };
}

/** What keywords keep of a text by themselves. */
export function keywordsAlone(
  text: BenchText,
  plan: ReadingPlan,
  questions: number,
  budgetTokens: number,
): Ranked[][] {
  return Array.from({ length: questions }, (_, q) => {
    const ranked: Ranked[] = [];
    for (const { firstPosition, keywords } of plan.sections) {
      keywords[q]!.forEach((score, i) => {
        const segment = text.segments[firstPosition + i]!;
        if (score > 0) ranked.push({ segment, tokens: segment.ids.length, score });
      });
    }
    ranked.sort((a, b) => b.score - a.score || a.segment.position - b.segment.position);
    return fitBudget(ranked, budgetTokens);
  });
}

/** In front of what a user says to the embedded model, with the message of the system that it was trained with. */
const CHAT_BEFORE = '<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\n';

/**
 * InfiniRetri as published, on the same weights; built beside the benchmark because users do not need it.
 * @param file of the model, where it is a user's own
 */
export async function paperRetriever(model: BenchModel, file?: string): Promise<Retriever> {
  const { config, source, prompt, writer } = model.manifest;
  const folder = join(__dirname, 'model-paper');
  mkdirSync(folder, { recursive: true });
  const weights =
    file === undefined
      ? await openQuantizedOnnx(require.resolve(`${source.package}/${source.weights}`))
      : (await openUserModel(file)).weights;
  const last = config.layers - 1;
  const heads = Array.from({ length: config.heads }, (_, head) => ({ layer: last, head }));
  const files = buildModelFiles(config, weights, heads, { ownScores: true });
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  const runtime = await ModelRuntime.open({ folder, config, depth: last });
  const reader = new ModelRowReader(runtime, model.tokeniser, {
    before: file === undefined ? CHAT_BEFORE : prompt.windowPrefix,
    after: writer!.afterQuestion,
  });
  return {
    name: 'paper',
    async retrieve(text, questions, budgetTokens) {
      const planner = new Planner(questions, () => '');
      for (const segment of text.segments) planner.add(segment);
      const budgets = questions.map(() => budgetTokens);
      const options = { budgets, nameOf: () => '', run: new Run() };
      const results = await finish(paperStrategy(reader).retrieve(planner.finish(), questions, options));
      return results.map(({ retained }) => [...retained]);
    },
  };
}
