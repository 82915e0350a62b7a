import { describe, expect, it } from 'vitest';
import { retrieveByHeads } from './heads.ts';
import type { HeadsOptions } from './heads.ts';
import type {
  AttentionReader,
  PreparedQuestion,
  RetrievalEvent,
  RetrievalResult,
  Segment,
  Window,
} from './types.ts';
import { WindowPacker } from './windows.ts';

const WINDOW = 64;
const QUESTION = 1;

/** Pays each token the attention that its id says, in thousandths, and the content-free question `sink` everywhere. */
function fakeReader(read: Int32Array[] = [], sink = 0): AttentionReader {
  const prepare = (): PreparedQuestion => ({ ids: Int32Array.of(QUESTION), countedFrom: 0, countedTo: 1 });
  return {
    windowTokens: WINDOW,
    contentFree: { ids: Int32Array.of(0), countedFrom: 0, countedTo: 1 },
    prepare,
    read: (windows, questions) => {
      read.push(...windows);
      const pay = (ids: Int32Array, question: PreparedQuestion) =>
        Float32Array.from(ids, (id) => (question.ids[0] === QUESTION ? id / 1000 : sink));
      return Promise.resolve(windows.map((ids) => questions.map((question) => pay(ids, question))));
    },
  };
}

const noHeader = () => new Int32Array(0);

/** Segments of eight tokens; `strength` gives each token's attention in thousandths. */
function segments(count: number, strength: (index: number) => number): Segment[] {
  return Array.from({ length: count }, (_, i) => ({
    ids: new Int32Array(8).fill(strength(i)),
    startToken: i * 8,
    file: 0,
    text: `${i}`,
  }));
}

async function* windowsOf(
  items: readonly Segment[],
  onWindow?: (index: number) => void,
): AsyncGenerator<Window> {
  const packer = new WindowPacker(WINDOW, noHeader);
  const packed = [...items.flatMap((item) => packer.add(item)), ...packer.flush()];
  for (const [i, window] of packed.entries()) {
    onWindow?.(i);
    yield await Promise.resolve(window);
  }
}

async function retrieve(
  windows: AsyncIterable<Window>,
  options: Partial<HeadsOptions> = {},
  reader = fakeReader(),
  onEvent?: (event: RetrievalEvent) => void,
): Promise<{ result: RetrievalResult; events: RetrievalEvent[] }> {
  const retrieval = retrieveByHeads(windows, reader.prepare(''), reader, {
    budgetTokens: 24,
    headerOf: noHeader,
    ...options,
  });
  const events: RetrievalEvent[] = [];
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return { result: step.value, events };
    events.push(step.value);
    onEvent?.(step.value);
  }
}

const texts = (result: RetrievalResult): string[] => result.retained.map(({ segment }) => segment.text);

/** 800 segments, 100 windows: weak everywhere, strong at 417. */
const haystack = segments(800, (i) => (i === 417 ? 90 : 1 + ((i * 37) % 11)));

describe('retrieveByHeads', () => {
  it('keeps the needle over both rounds', async () => {
    const { result } = await retrieve(windowsOf(haystack));
    expect(result.rounds).toBe(2);
    expect(texts(result)[0]).toBe('417');
    expect(result).toMatchObject({ windows: 100, tokens: 6400, complete: true });
  });

  it('returns at most the budget, best first', async () => {
    const { result } = await retrieve(windowsOf(haystack), { budgetTokens: 50 });
    const tokens = result.retained.reduce((sum, { segment }) => sum + segment.ids.length, 0);
    expect(tokens).toBeLessThanOrEqual(50);
    expect(tokens).toBeGreaterThan(40);
    const scores = result.retained.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('needs one round when the text is one window', async () => {
    const { result, events } = await retrieve(windowsOf(haystack.slice(0, 8)), { budgetTokens: 1000 });
    expect(result.rounds).toBe(1);
    expect(events.every(({ kind }) => kind === 'window')).toBe(true);
  });

  it('keeps a segment that alone is larger than the budget', async () => {
    const { result } = await retrieve(windowsOf(haystack), { budgetTokens: 3 });
    expect(texts(result)).toEqual(['417']);
  });

  it('reads survivors again in reading order', async () => {
    const read: Int32Array[] = [];
    const rising = segments(80, (i) => i + 1);
    await retrieve(windowsOf(rising), {}, fakeReader(read));
    const again = read.slice(10).flatMap((ids) => [...ids]);
    expect(again.length).toBeGreaterThan(0);
    const firstRound = [...read[10]!];
    expect(firstRound).toEqual([...firstRound].sort((a, b) => a - b));
  });

  it('reads every window of the first pass, each once', async () => {
    const read: Int32Array[] = [];
    const { result } = await retrieve(windowsOf(haystack), {}, fakeReader(read));
    const first = read.slice(0, result.windows).flatMap((ids) => [...ids]);
    expect(first).toEqual(haystack.flatMap(({ ids }) => [...ids]));
  });

  it('drops segments that get no more attention than for a question without content', async () => {
    const quiet = segments(80, (i) => (i === 33 ? 50 : 5));
    const { result } = await retrieve(windowsOf(quiet), { budgetTokens: 1000 }, fakeReader([], 0.005));
    expect(texts(result)).toEqual(['33']);
    const { result: nothing } = await retrieve(windowsOf(quiet), {}, fakeReader([], 0.05));
    expect(nothing).toMatchObject({ retained: [], windows: 10, complete: true });
  });

  it('tells after every window how far it is, and the best when that changed', async () => {
    const { events } = await retrieve(windowsOf(haystack));
    const read = events.flatMap((event) => (event.kind === 'window' ? [event] : []));
    expect(read.map(({ tokens }) => tokens)).toEqual(Array.from({ length: 100 }, (_, i) => (i + 1) * 64));
    expect(read[0]!.best).toBeDefined();
    expect(read.some(({ best }) => best === undefined)).toBe(true);
    // The needle is in window 52 (0-based) and nothing beats it afterwards.
    expect(read[52]!.best?.[0]?.segment.text).toBe('417');
    expect(read.slice(53).every(({ best }) => best === undefined || best[0]?.segment.text === '417')).toBe(
      true,
    );
    const best = read.findLast((event) => event.best !== undefined)!.best!;
    expect(best.map(({ score }) => score)).toEqual(best.map(({ score }) => score).sort((a, b) => b - a));
  });

  it('tells of the second round and reads windows of about the same length in it', async () => {
    const read: Int32Array[] = [];
    const { result, events } = await retrieve(windowsOf(haystack), { budgetTokens: 40 }, fakeReader(read));
    expect(events.filter(({ kind }) => kind === 'round')).toEqual([{ kind: 'round', round: 2, tokens: 160 }]);
    const lengths = read.slice(result.windows).map((ids) => ids.length);
    expect(lengths.reduce((a, b) => a + b, 0)).toBe(160);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(16);
  });

  it('returns what was found when cancelled between windows', async () => {
    const cancel = new AbortController();
    const read: Int32Array[] = [];
    const { result } = await retrieve(
      windowsOf(haystack),
      { signal: cancel.signal },
      fakeReader(read),
      (event) => event.kind === 'window' && event.tokens === 64 * 60 && cancel.abort(),
    );
    expect(result).toMatchObject({ windows: 60, tokens: 64 * 60, complete: false });
    expect(texts(result)[0]).toBe('417');
    expect(read).toHaveLength(60);
  });

  it('returns what was found when cancelled between rounds', async () => {
    const cancel = new AbortController();
    const { result } = await retrieve(
      windowsOf(haystack),
      { signal: cancel.signal },
      fakeReader(),
      (event) => event.kind === 'round' && cancel.abort(),
    );
    expect(result).toMatchObject({ windows: 100, rounds: 1, complete: false });
    expect(texts(result)[0]).toBe('417');
  });

  it('finds nothing in nothing', async () => {
    const { result } = await retrieve(windowsOf([]));
    expect(result).toEqual({ retained: [], windows: 0, tokens: 0, rounds: 1, complete: true });
  });

  it('passes on what the reader throws', async () => {
    const broken = { ...fakeReader(), read: () => Promise.reject(new Error('out of memory')) };
    await expect(retrieve(windowsOf(haystack), {}, broken)).rejects.toThrow('out of memory');
  });
});
