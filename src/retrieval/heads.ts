/**
 * Strategy `heads`: every window is read on its own, the most promising first, and the best segments of the whole text
 * are kept.
 *
 * InfiniRetri (arXiv 2502.12962) with these changes: the attention of a few retrieval heads instead of the last layer's
 * sum (QRHead, arXiv 2506.09944), calibration by a content-free question (arXiv 2410.02642), the question's words weighed
 * by their rarity, keywords fused with attention (`rank`), and no cache carried through the text: windows do not depend
 * on each other, so they can be read in any order and their states kept between questions. The survivors are not
 * read once more among themselves, as rounds or the paper's cache do: those windows could not be remembered, and what they
 * add is small (`npm run bench:retrieval -- ablation`).
 */
import { fitBudget } from './fusion.ts';
import type { PlannedSection, ReadingPlan } from './plan.ts';
import type { Section } from './sections.ts';
import { asRead } from './spelling.ts';
import { calibrate, windowScores } from './scoring.ts';
import { Survivors } from './survivors.ts';
import type {
  AttentionReader,
  Candidate,
  PreparedQuestion,
  Retained,
  RetrievalResult,
  SectionRead,
  Segment,
  Window,
  WindowAttention,
} from './types.ts';
import { packEvenly } from './windows.ts';
import type { HeaderOf } from './windows.ts';

export interface HeadsOptions {
  /** Tokens kept at the end. */
  readonly budgetTokens: number;
  readonly headerOf: HeaderOf;
  /** By question: so many times the budget is kept; 1 when not given. */
  readonly budgetFactors?: readonly number[];
  /** By question: weight of keywords, 0 for attention alone; the model's own when not given. */
  readonly keywordShares?: readonly number[];
  /** Stops between sections; what was found until then is returned. */
  readonly signal?: AbortSignal;
  /** Awaited between sections, so that the reading can be held there. */
  readonly gate?: () => Promise<void>;
}

/** So many times the budget is remembered while reading: scores are relative, so the order may still change. */
const SURVIVING_BUDGETS = 4;

/** Segments reported as best while reading. */
const REPORTED_BEST = 12;

/** What is known about one question while the text is read. */
interface Search {
  readonly survivors: Survivors;
  best: readonly Retained[];
}

/**
 * Reads all sections of a plan for its questions, which share every pass. Yields progress; returns what was kept for each.
 * @param questions prepared, in the order that the plan was made with
 */
export async function* retrieveByHeads(
  plan: ReadingPlan,
  questions: readonly PreparedQuestion[],
  reader: AttentionReader,
  options: HeadsOptions,
): AsyncGenerator<SectionRead, RetrievalResult[]> {
  const { headerOf, signal, gate } = options;
  const budgets = questions.map((_, q) => options.budgetTokens * (options.budgetFactors?.[q] ?? 1));
  const searches = questions.map((_, q): Search => {
    const keywordShare = options.keywordShares?.[q] ?? reader.scoring.keywordShare;
    return {
      survivors: new Survivors(SURVIVING_BUDGETS * budgets[q]!, { ...reader.scoring, keywordShare }),
      best: [],
    };
  });
  const totals = { windows: 0, remembered: 0, tokens: 0 };
  const results = (complete: boolean): RetrievalResult[] =>
    searches.map(({ survivors }, q) => ({
      retained: fitBudget(survivors.best(), budgets[q]!, true),
      ...totals,
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
    await gate?.();
    if (signal?.aborted) return results(false);
    next = prepareAt(i + 1);
    // A failure is met when its turn comes, not as a rejection that nobody waits for.
    next?.catch(() => undefined);
    const { candidates, remembered } = await readSection(plan.sections[index]!, windows, questions, reader);
    const best = searches.map((search, q) => {
      search.survivors.add(candidates[q]!);
      return improve(search, candidates[q]!);
    });
    totals.windows += windows.length;
    totals.remembered += remembered;
    totals.tokens += windows.reduce((sum, window) => sum + textTokens(window), 0);
    yield { section: index, ...totals, best };
  }
  return results(true);
}

/** Tokens of a window without its headers. */
function textTokens({ segments }: Window): number {
  return segments.reduce((sum, { segment }) => sum + segment.ids.length, 0);
}

/** A section as windows, of about the same length each. */
export async function windowsOf(
  section: Section,
  reader: Pick<AttentionReader, 'windowTokens' | 'encode'>,
  headerOf: HeaderOf,
): Promise<Window[]> {
  const segments = section.unpack();
  const ids = await reader.encode(segments.map(({ text }) => asRead(text)));
  const encoded = segments
    .map((segment, i): Segment => ({ ...segment, ids: ids[i]! }))
    .filter((segment) => segment.ids.length > 0);
  return packEvenly(encoded, reader.windowTokens, headerOf);
}

/** A section's segments as candidates of each question. @param windows of the section, see `windowsOf` */
export async function readSection(
  { firstPosition, keywords }: PlannedSection,
  windows: readonly Window[],
  questions: readonly PreparedQuestion[],
  reader: AttentionReader,
): Promise<{ candidates: Candidate[][]; remembered: number }> {
  const attention = await reader.read(
    windows.map(({ ids }) => ids),
    questions,
  );
  const scores = windows.map((window, w) => scoresOf(window, attention[w]!, reader));
  const candidates = questions.map((_, q) =>
    windows.flatMap((window, w) =>
      window.segments.map(({ segment }, i) => ({
        segment,
        attention: scores[w]![q]![i]!,
        keywords: keywords[q]![segment.position - firstPosition]!,
      })),
    ),
  );
  return { candidates, remembered: attention.filter((window) => window.remembered).length };
}

/** Calibrated scores `[question][segment]`. */
function scoresOf(
  window: Window,
  { questions, contentFree }: WindowAttention,
  { scoring }: AttentionReader,
): number[][] {
  return questions.map((paid) => windowScores(window, calibrate(paid, contentFree), scoring));
}

/** Takes new candidates into a search's best. @returns them when they changed */
function improve(search: Search, candidates: readonly Candidate[]): readonly Retained[] | undefined {
  const next = search.survivors.rank([...search.best, ...candidates]).slice(0, REPORTED_BEST);
  const changed = next.some(({ segment }, i) => segment !== search.best[i]?.segment);
  search.best = next;
  return changed ? next : undefined;
}
