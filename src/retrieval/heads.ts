/**
 * Strategy `heads`: every window is read on its own, each window's best segments survive, and the survivors are packed
 * into new windows and read again until they fit the budget.
 *
 * InfiniRetri (arXiv 2502.12962) with three changes: the attention of a few retrieval heads instead of the last layer's
 * sum (QRHead, arXiv 2506.09944), calibration by a content-free question (arXiv 2410.02642), and rounds over survivors
 * instead of one cache carried through the text. Inside a round segments compete in one softmax, as in the paper's cache.
 */
import { calibrate, windowScores } from './scoring.ts';
import type {
  AttentionReader,
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
  /** Stops between windows; what was found until then is returned. */
  readonly signal?: AbortSignal;
}

/** Share of a window's tokens that survives a round: six windows become one. */
const SURVIVING_SHARE = 1 / 6;

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

  let survivors: Retained[] = [];
  let best: readonly Retained[] = [];
  const totals = { windows: 0, tokens: 0, rounds: 1 };
  let order = 0;
  const stopped = (): boolean => options.signal?.aborted ?? false;
  const finish = (retained: readonly Retained[], complete: boolean): RetrievalResult => ({
    retained: fitBudget(byScore(retained), options.budgetTokens),
    ...totals,
    complete,
  });

  for await (const window of windows) {
    if (stopped()) return finish(survivors, false);
    const scores = await read(window);
    const candidates = window.segments.map(({ segment }, i) => ({
      segment,
      score: scores[i]!,
      order: order++,
    }));
    const kept = keepBest(candidates, window.ids.length * SURVIVING_SHARE);
    survivors.push(...kept);
    totals.windows++;
    totals.tokens += window.segments.reduce((sum, { segment }) => sum + segment.ids.length, 0);
    const next = byScore([...best, ...kept]).slice(0, REPORTED_BEST);
    const changed = next.some((item, i) => item !== best[i]);
    best = next;
    yield { kind: 'window', tokens: totals.tokens, best: changed ? best : undefined };
  }

  while (tokensOf(survivors) > options.budgetTokens) {
    if (stopped()) return finish(survivors, false);
    yield { kind: 'round', round: totals.rounds + 1, tokens: tokensOf(survivors) };
    const packed = pack(survivors, reader.windowTokens, options.headerOf);
    const next: Retained[] = [];
    for (const { window, members } of packed) {
      if (stopped()) return finish(survivors, false);
      const scores = await read(window);
      const candidates = members.map((member, i) => ({ ...member, score: scores[i]! }));
      // One window left: everything competed with everything, and the budget decides.
      next.push(
        ...(packed.length === 1 ? candidates : keepBest(candidates, window.ids.length * SURVIVING_SHARE)),
      );
    }
    totals.rounds++;
    survivors = next;
    if (packed.length === 1) break;
  }
  return finish(survivors, true);
}

/** The best segments whose tokens fit into the given number, at least one; those without any attention are dropped. */
function keepBest(candidates: readonly Retained[], tokens: number): Retained[] {
  const best = fitBudget(byScore(candidates), tokens);
  return best.sort((a, b) => a.order - b.order);
}

function fitBudget(sorted: readonly Retained[], tokens: number): Retained[] {
  const kept: Retained[] = [];
  let used = 0;
  for (const item of sorted) {
    if (item.score <= 0) break;
    if (kept.length > 0 && used + item.segment.ids.length > tokens) break;
    kept.push(item);
    used += item.segment.ids.length;
  }
  return kept;
}

function byScore(items: readonly Retained[]): Retained[] {
  return [...items].sort((a, b) => b.score - a.score || a.order - b.order);
}

function tokensOf(items: readonly Retained[]): number {
  return items.reduce((sum, item) => sum + item.segment.ids.length, 0);
}

function pack(
  items: readonly Retained[],
  windowTokens: number,
  headerOf: HeaderOf,
): { window: Window; members: Retained[] }[] {
  const packer = new WindowPacker(windowTokens, headerOf);
  const packed: Window[] = [];
  for (const item of items) packed.push(...packer.add(item.segment));
  packed.push(...packer.flush());
  let next = 0;
  return packed.map((window) => ({ window, members: window.segments.map(() => items[next++]!) }));
}
