/** What is said of questions to a text, clear or weak: by the reader alone, and where a second one reads the best again. */
import { rarityOf } from '../../src/engine/finding.ts';
import {
  byKeywords,
  clearnessOf,
  headsStrategy,
  Planner,
  rereading,
  Run,
} from '../../src/retrieval/index.ts';
import type { Reader, ReadingPlan, RetrievalResult, Strategy } from '../../src/retrieval/index.ts';
import { finish } from '../../src/retrieval/strategy.ts';
import { wordShare } from '../../src/retrieval/verdict.ts';
import type { BenchModel } from './benchModel.ts';
import { memoReader } from './memoReader.ts';
import { namesIn } from './texts.ts';
import type { BenchText } from './texts.ts';
import { mixedText } from './verdictText.ts';
import type { Fact, MixedText } from './verdictText.ts';

/** What was said of one question. */
export interface Case {
  /** Who said it. */
  readonly by: string;
  readonly group: string;
  readonly tokens: number;
  /** Whether the text has the fact. */
  readonly answerable: boolean;
  /** Whether it is among what was kept. */
  readonly kept: boolean;
  readonly clear: boolean;
  /** By the largest attention alone, whatever the size of the text. */
  readonly clearByAttention: boolean;
  /** Whether it was said before the text was read. */
  readonly early: boolean;
  readonly windows: number;
  /** Attention and share of words of the pieces that no other surpasses in both: any verdict follows from these. */
  readonly front: readonly (readonly [attention: number, words: number])[];
}

export interface Readers {
  readonly model: BenchModel;
  readonly rereaders: readonly BenchModel[];
  /** Whether the text itself is read; else the verdict is that of keywords and rereader before the reading. */
  readonly reads: boolean;
}

const BUDGET_TOKENS = 1000;
export { BUDGET_TOKENS as VERDICT_BUDGET_TOKENS };

/** A text, the questions asked of it, and what is known of both. */
interface Asked {
  readonly mixed: MixedText;
  readonly facts: readonly Fact[];
  readonly plan: ReadingPlan;
  readonly tokens: number;
}

/** The verdicts on a text of this many tokens, with all facts and with none of them. */
export async function casesOf(
  { model, rereaders, reads }: Readers,
  tokens: number,
  facts: readonly Fact[],
): Promise<Case[]> {
  const first = headsStrategy(sharedReader(model.reader));
  const cases: Case[] = [];
  for (const planted of [facts, []]) {
    const mixed = mixedText(model, tokens, planted);
    const asked: Asked = { mixed, facts, plan: planOf(model, mixed.text, facts), tokens };
    const results = reads ? await resultsOf(first, asked) : undefined;
    if (results) {
      cases.push(
        ...facts.map((_, q) => caseOf(asked, q, results[q]!, { by: model.reader.name, early: false })),
      );
    }
    for (const { reader } of rereaders) {
      for (const q of facts.keys()) cases.push(await rereadCase(asked, q, first, reader, results?.[q]));
    }
  }
  return cases;
}

/**
 * Reads a window once for both texts. For that the questions' words are weighed by their rarity in the text that has the
 * facts; without them it is nearly the same.
 */
function sharedReader(reader: Reader): Reader {
  const prepared = new Map<string, ReturnType<Reader['prepare']>>();
  return {
    ...memoReader(reader),
    prepare: (question, emphasis) => {
      const known = prepared.get(question) ?? reader.prepare(question, emphasis);
      prepared.set(question, known);
      return known;
    },
  };
}

function planOf(model: BenchModel, text: BenchText, facts: readonly Fact[]): ReadingPlan {
  const header = (file: number): string =>
    model.manifest.prompt.fileHeader.replace('{path}', () => text.names[file]!);
  const planner = new Planner(
    facts.map(({ question }) => question),
    header,
    namesIn(text),
  );
  for (const segment of text.segments) planner.add(segment);
  return planner.finish();
}

async function resultsOf(strategy: Strategy, { mixed, facts, plan }: Asked): Promise<RetrievalResult[]> {
  const reading = strategy.retrieve(
    plan,
    facts.map(({ question }) => question),
    {
      budgets: facts.map(() => BUDGET_TOKENS),
      nameOf: (file) => mixed.text.names[file]!,
      run: new Run(),
    },
  );
  return finish(reading);
}

/** As the engine asks: what keywords find is read again; what is not clear then, after the reading of everything. */
async function rereadCase(
  asked: Asked,
  q: number,
  first: Strategy,
  reader: Reader,
  result: RetrievalResult | undefined,
): Promise<Case> {
  const { plan, facts, mixed } = asked;
  const refine = (before: RetrievalResult): Promise<RetrievalResult> =>
    rereading(first, reader).refine!(plan, { index: q, text: facts[q]!.question }, before, {
      budget: BUDGET_TOKENS,
      nameOf: (file) => mixed.text.names[file]!,
    });
  const retained = byKeywords(plan, q, BUDGET_TOKENS);
  const found = { retained, windows: 0, remembered: 0, tokens: 0, weakBelow: 0, complete: false };
  const by = { by: reader.name };
  const early = caseOf(asked, q, retained.length > 0 ? await refine(found) : found, { ...by, early: true });
  if (early.clear || !result) return early;
  return caseOf(asked, q, await refine(result), { ...by, early: false });
}

function caseOf(
  { mixed: { text, planted }, facts, plan, tokens }: Asked,
  q: number,
  { retained, windows, weakBelow }: RetrievalResult,
  who: Pick<Case, 'by' | 'early'>,
): Case {
  const { lang, kind, question } = facts[q]!;
  const rarity = rarityOf(plan, q, question);
  const nameOf = (file: number): string => text.names[file]!;
  const gold = new Set(planted[q]?.map(({ position }) => position));
  const clearness = clearnessOf(rarity, windows, weakBelow, nameOf);
  return {
    ...who,
    group: `${lang} ${kind}`,
    tokens,
    answerable: gold.size > 0,
    kept: retained.some(({ segment }) => gold.has(segment.position)),
    clear: retained.some((piece) => clearness(piece) >= 1),
    clearByAttention: retained.some(({ attention }) => attention >= weakBelow),
    windows,
    front: unsurpassed(
      retained.map(({ attention, segment }) => [
        attention,
        wordShare(`${nameOf(segment.file)}\n${segment.text}`, rarity),
      ]),
    ),
  };
}

function unsurpassed(pieces: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const front: (readonly [number, number])[] = [];
  for (const piece of [...pieces].sort((a, b) => b[0] - a[0] || b[1] - a[1])) {
    if (front.length === 0 || piece[1] > front.at(-1)![1]) front.push(piece);
  }
  return front;
}
