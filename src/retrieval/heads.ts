/**
 * Strategy `heads`: every window is read on its own; the best segments of the whole text, a few times the budget, are
 * packed into new windows and read again among their equals; the second reading decides.
 *
 * InfiniRetri (arXiv 2502.12962) with three changes: the attention of a few retrieval heads instead of the last layer's
 * sum (QRHead, arXiv 2506.09944), calibration by a content-free question (arXiv 2410.02642), and a second round over the
 * survivors instead of one cache carried through the text: the windows of a round do not depend on each other. With the
 * question's terms given, keywords are weighed in (`rank`).
 */
import { fitBudget, rank, tokensOf } from './fusion.ts';
import { TermStatistics } from './lexical.ts';
import type { QuestionTerms } from './lexical.ts';
import { calibrate, windowScores } from './scoring.ts';
import { Survivors } from './survivors.ts';
import type {
  AttentionReader,
  Candidate,
  PreparedQuestion,
  Retained,
  RetrievalEvent,
  RetrievalResult,
  Window,
} from './types.ts';
import { WindowPacker } from './windows.ts';
import type { HeaderOf } from './windows.ts';

export interface HeadsOptions {
  /** Tokens kept at the end. */
  readonly budgetTokens: number;
  readonly headerOf: HeaderOf;
  /** The question's terms, to rank by keywords as well; by attention alone when not given. */
  readonly terms?: QuestionTerms;
  /** Stops between windows; what was found until then is returned. */
  readonly signal?: AbortSignal;
}

/** The second round reads so many times the budget: enough that what belongs on top is among it, little enough to be cheap. */
const REREAD_FACTOR = 4;

/** Segments reported as best while reading. */
const REPORTED_BEST = 12;

/** Reads all windows for one question. Yields progress; returns what was kept. */
export async function* retrieveByHeads(
  windows: AsyncIterable<Window>,
  question: PreparedQuestion,
  reader: AttentionReader,
  options: HeadsOptions,
): AsyncGenerator<RetrievalEvent, RetrievalResult> {
  const questions = [question, reader.contentFree];
  const read = async (window: Window): Promise<number[]> => {
    const [scores] = await reader.read([window.ids], questions);
    return windowScores(window, calibrate(scores![0]!, scores![1]!));
  };
  const { terms } = options;
  const statistics = terms && new TermStatistics(terms);
  const totals = { windows: 0, tokens: 0, rounds: 1 };
  const stopped = (): boolean => options.signal?.aborted ?? false;
  const finish = (ranked: readonly Retained[], complete: boolean): RetrievalResult => ({
    retained: fitBudget(ranked, options.budgetTokens),
    ...totals,
    complete,
  });

  const survivors = new Survivors(REREAD_FACTOR * options.budgetTokens, statistics);
  let best: readonly Retained[] = [];
  let order = 0;
  for await (const window of windows) {
    if (stopped()) return finish(survivors.best(), false);
    const attention = await read(window);
    const candidates = window.segments.map(({ segment }, i) => {
      const counts = terms?.count(segment.text);
      if (counts) statistics?.add(counts);
      return { segment, attention: attention[i]!, terms: counts, order: order++ };
    });
    survivors.add(candidates);
    totals.windows++;
    totals.tokens += tokensOf(candidates);
    const next = rank([...best, ...candidates], statistics).slice(0, REPORTED_BEST);
    const changed = next.some((item, i) => item.order !== best[i]?.order);
    best = next;
    yield { kind: 'window', tokens: totals.tokens, best: changed ? best : undefined };
  }
  const first = survivors.best();
  if (totals.windows < 2) return finish(first, true);

  yield { kind: 'round', round: 2, tokens: tokensOf(first) };
  const second: Candidate[] = [];
  for (const { window, members } of packEvenly(first, reader.windowTokens, options.headerOf)) {
    if (stopped()) return finish(first, false);
    const attention = await read(window);
    second.push(...members.map((member, i) => ({ ...member, attention: attention[i]! })));
  }
  totals.rounds = 2;
  return finish(rank(second, statistics), true);
}

/**
 * Packs items in reading order into as few windows as they need, all about equally long: attention is shared out among a
 * window's tokens, so a short one would score too high.
 */
function packEvenly(
  items: readonly Candidate[],
  windowTokens: number,
  headerOf: HeaderOf,
): { window: Window; members: Candidate[] }[] {
  const inReadingOrder = [...items].sort((a, b) => a.order - b.order);
  const lengths = inReadingOrder.map((item) => item.segment.ids.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const longest = Math.max(0, ...lengths);
  const even = Math.ceil(total / Math.ceil(total / windowTokens)) + longest;
  // A window must hold its longest segment and a header of up to a quarter, or the segment would be cut.
  const packer = new WindowPacker(Math.min(windowTokens, Math.max(even, Math.ceil(longest * 1.5))), headerOf);
  const windows = inReadingOrder.flatMap((item) => packer.add(item.segment));
  windows.push(...packer.flush());
  let next = 0;
  return windows.map((window) => ({ window, members: window.segments.map(() => inReadingOrder[next++]!) }));
}
