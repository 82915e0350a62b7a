/**
 * Strategy `heads`: reads every window on its own, the most promising first, and keeps the best segments of the whole
 * text.
 *
 * InfiniRetri (arXiv 2502.12962) with these changes: the attention of a few retrieval heads instead of the last layer's
 * sum (QRHead, arXiv 2506.09944), minus that of a content-free question (arXiv 2410.02642); the question's words
 * weighed by their rarity; keywords fused with attention (`rank`); no cache carried through the text. Windows do not
 * depend on each other, so they can be read in any order and their states kept between questions. Survivors are not
 * read again among themselves, as in the paper's rounds, because no memory could keep such windows, and they add little
 * (`npm run bench:retrieval -- ablation`).
 */
import { fitBudget, sizeOf } from './fusion.ts';
import type { BudgetUnit } from './fusion.ts';
import { scoringFor } from './knownWords.ts';
import type { PlannedSection, ReadingPlan } from './plan.ts';
import type { Run } from './run.ts';
import type { Section } from './sections.ts';
import { asRead } from './spelling.ts';
import { calibrate, windowScores } from './scoring.ts';
import { Survivors } from './survivors.ts';
import type {
  Candidate,
  EncodedSegment,
  PreparedQuestion,
  Reader,
  Retained,
  RetrievalResult,
  SectionRead,
  Window,
  WindowAttention,
} from './types.ts';
import { headersOf, packEvenly } from './windows.ts';
import type { HeaderOf, NameOf } from './windows.ts';

export interface RetrievalOptions {
  /** `[question]`: how much is kept at the end, in `unit`. */
  readonly budgets: readonly number[];
  /** Unit of the budgets; default: the reader's own tokens. */
  readonly unit?: BudgetUnit;
  readonly nameOf: NameOf;
  /** Asked between sections whether the reading may end before the text does. */
  readonly isEnough?: (() => boolean) | undefined;
  /** Looked at between sections. A stopped run returns what was found until then. */
  readonly run: Run;
}

/** Budgets of segments that are kept while reading, because scores are relative and the order may still change. */
export const SURVIVING_BUDGETS = 4;

/** Segments reported as best while reading. */
const REPORTED_BEST = 12;

/** The state of one question while the text is read. */
interface Search {
  readonly survivors: Survivors;
  best: readonly Retained[];
}

/**
 * Reads all sections of a plan for its questions, which share every pass. Yields progress; returns what was kept for
 * each question.
 * @param questions prepared, in the order of the plan's
 */
export async function* retrieveByHeads(
  plan: ReadingPlan,
  questions: readonly PreparedQuestion[],
  reader: Reader,
  { budgets, unit = 'tokens', nameOf, isEnough = () => false, run }: RetrievalOptions,
): AsyncGenerator<SectionRead, RetrievalResult[]> {
  const headerOf = headersOf(reader, nameOf);
  const searches = questions.map((_, q): Search => ({
    survivors: new Survivors(SURVIVING_BUDGETS * budgets[q]!, scoringFor(reader.scoring, plan, q), unit),
    best: [],
  }));
  const totals = { windows: 0, remembered: 0, tokens: 0 };
  const results = (complete: boolean): RetrievalResult[] =>
    searches.map(({ survivors }, q) => ({
      retained: fitBudget(survivors.best(), budgets[q]!, { unit, copiesOnce: true }),
      ...totals,
      weakBelow: reader.weakBelow,
      complete,
    }));
  const prepare = async (section: Section): Promise<Window[]> => {
    const windows = await windowsOf(section, reader, headerOf);
    reader.prefetch?.(windows.map((window) => window.ids));
    return windows;
  };
  const prepareAt = (i: number): Promise<Window[]> | undefined => {
    const section = plan.sections[plan.order[i]!];
    return section && prepare(section);
  };
  let next = prepareAt(0);
  for (const [i, index] of plan.order.entries()) {
    const windows = (await next)!;
    await run.pass();
    if (run.signal.aborted || (i > 0 && isEnough())) return results(false);
    next = prepareAt(i + 1);
    // The loop awaits this promise later; until then its failure must not count as an unhandled rejection.
    next?.catch(() => undefined);
    const { candidates, remembered } = await readSection(plan.sections[index]!, windows, questions, reader);
    const best = searches.map((search, q) => {
      search.survivors.add(candidates[q]!);
      return improve(search, candidates[q]!);
    });
    totals.windows += windows.length;
    totals.remembered += remembered;
    totals.tokens += windows.reduce((sum, window) => sum + sizeOf(window.segments), 0);
    yield { section: index, ...totals, best, soFar: () => results(false) };
  }
  return results(true);
}

/** Packs a section into windows of about equal length. */
export async function windowsOf(
  section: Section,
  reader: Pick<Reader, 'windowTokens' | 'encode'>,
  headerOf: HeaderOf,
): Promise<Window[]> {
  const segments = section.unpack();
  const ids = await reader.encode(segments.map(({ text }) => asRead(text)));
  const encoded = segments
    .map((segment, i): EncodedSegment => ({ segment, ids: ids[i]! }))
    .filter((segment) => segment.ids.length > 0);
  return packEvenly(encoded, reader.windowTokens, headerOf);
}

/** A section's segments as candidates of each question. @param windows of the section, see `windowsOf` */
export async function readSection(
  { firstPosition, keywordsBesideAttention }: PlannedSection,
  windows: readonly Window[],
  questions: readonly PreparedQuestion[],
  reader: Reader,
): Promise<{ candidates: Candidate[][]; remembered: number }> {
  const attention = await reader.read(
    windows.map(({ ids }) => ids),
    questions,
  );
  const scores = windows.map((window, w) => scoresOf(window, attention[w]!, reader));
  const keywords = questions.map((_, q) => keywordsBesideAttention(q));
  const candidates = questions.map((_, q) =>
    windows.flatMap((window, w) =>
      window.segments.map(({ segment, tokens }, i) => ({
        segment,
        tokens,
        attention: scores[w]![q]![i]!,
        keywords: keywords[q]![segment.position - firstPosition]!,
      })),
    ),
  );
  return { candidates, remembered: attention.filter((window) => window.remembered).length };
}

/** Scores above those of the content-free question, `[question][segment]`. */
function scoresOf(
  window: Window,
  { questions, contentFree }: WindowAttention,
  { scoring }: Reader,
): number[][] {
  return questions.map((paid) => windowScores(window, calibrate(paid, contentFree), scoring));
}

/** Adds candidates to a search's best. @returns the best, when they changed */
function improve(search: Search, candidates: readonly Candidate[]): readonly Retained[] | undefined {
  const next = search.survivors.rank([...search.best, ...candidates]).slice(0, REPORTED_BEST);
  // Parts of a long segment share their position and differ in attention only.
  const changed = next.some(({ segment, attention }, i) => {
    const before = search.best[i];
    return segment !== before?.segment || attention !== before.attention;
  });
  search.best = next;
  return changed ? next : undefined;
}
