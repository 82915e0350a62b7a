/** What of a text is found after the first part of a reading, where `auto` ends it, and in the end: one reading for all. */
import { FIRST_TOKENS, Pace } from '../../src/engine/pace.ts';
import { clearnessOf, Planner, windowsOf } from '../../src/retrieval/index.ts';
import type { Candidate, ReadingPlan, Retained } from '../../src/retrieval/index.ts';
import { fitBudget } from '../../src/retrieval/fusion.ts';
import { readSection, SURVIVING_BUDGETS } from '../../src/retrieval/heads.ts';
import { emphasisOf } from '../../src/retrieval/keywords.ts';
import { Survivors } from '../../src/retrieval/survivors.ts';
import type { BenchModel } from './benchModel.ts';
import { encodeOnce } from './retrievers.ts';
import { namesIn } from './texts.ts';
import type { BenchText } from './texts.ts';

/** As the product keeps. */
const BUDGET_TOKENS = 1000;

/** What is kept at one moment, best first, as positions in the text. */
export interface Stage {
  readonly tokens: number;
  readonly kept: readonly number[];
}

export interface Stages {
  readonly first: Stage;
  readonly auto: Stage;
  readonly end: Stage;
}

/** One section, read for all questions. */
interface ReadSection {
  readonly tokens: number;
  readonly windows: number;
  /** `[question]` */
  readonly candidates: readonly (readonly Candidate[])[];
}

/** The stages of each question, as if it had been asked alone. */
export async function stagesOf(
  { reader, manifest }: BenchModel,
  text: BenchText,
  questions: readonly string[],
): Promise<Stages[]> {
  const header = (file: number): string =>
    manifest.prompt.fileHeader.replace('{path}', () => text.names[file]!);
  const planner = new Planner(questions, header, namesIn(text));
  for (const segment of text.segments) planner.add(segment);
  const plan = planner.finish();
  const headers = await reader.encode(text.names.map((_, file) => header(file)));
  const prepared = questions.map((question, q) =>
    reader.prepare(question, emphasisOf(question, plan.rarity[q]!)),
  );
  const encoded = new Map(text.segments.map((segment) => [segment.text, segment.ids]));
  const encoder = { windowTokens: reader.windowTokens, encode: encodeOnce(reader, encoded) };
  const read: ReadSection[] = [];
  for (const section of plan.sections) {
    const windows = await windowsOf(section, encoder, (file) => headers[file]!);
    const { candidates } = await readSection(section, windows, prepared, reader);
    const tokens = windows.reduce(
      (sum, { segments }) => sum + segments.reduce((all, one) => all + one.tokens, 0),
      0,
    );
    read.push({ tokens, windows: windows.length, candidates });
  }
  return questions.map((_, q) => {
    const survivors = new Survivors(SURVIVING_BUDGETS * BUDGET_TOKENS, reader.scoring);
    return stages(plan, q, read, survivors, (windows) =>
      clearnessOf(plan.rarity[q]!, windows, reader.weakBelow, (file) => text.names[file]!),
    );
  });
}

function stages(
  plan: ReadingPlan,
  question: number,
  read: readonly ReadSection[],
  survivors: Survivors,
  clearness: (windows: number) => (piece: Retained) => number,
): Stages {
  const pace = new Pace('auto');
  let [tokens, windows] = [0, 0];
  let first: Stage | undefined;
  let auto: Stage | undefined;
  let now: Stage = { tokens, kept: [] };
  for (const index of ownOrder(plan, question)) {
    const section = read[index]!;
    survivors.add(section.candidates[question]!);
    tokens += section.tokens;
    windows += section.windows;
    const retained = fitBudget(survivors.best(), BUDGET_TOKENS, { copiesOnce: true });
    const clear = clearness(windows);
    pace.note({ tokens, retained, isClear: retained.some((piece) => clear(piece) >= 1) });
    now = { tokens, kept: retained.map(({ segment }) => segment.position) };
    if (tokens >= FIRST_TOKENS) first ??= now;
    if (pace.end !== undefined) auto ??= now;
  }
  return { first: first ?? now, auto: auto ?? now, end: now };
}

/** The order in which the sections are read for one question alone. */
function ownOrder({ sections }: ReadingPlan, question: number): number[] {
  const promise = sections.map(({ keywords }) => keywords[question]!.reduce((a, b) => Math.max(a, b), 0));
  return sections.map((_, i) => i).sort((a, b) => promise[b]! - promise[a]! || a - b);
}
