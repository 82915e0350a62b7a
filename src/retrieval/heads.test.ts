import { describe, expect, it } from 'vitest';
import { retrieveByHeads } from './heads.ts';
import type { RetrievalOptions } from './heads.ts';
import { someReader } from '../../test/retrieval/readers.ts';
import { Planner } from './plan.ts';
import type { ReadingPlan } from './plan.ts';
import { Run } from './run.ts';
import type { Reader, RetrievalResult, SectionRead, TextSegment } from './types.ts';

const WINDOW = 64;

/** Attention that a question pays to a token. */
type Pay = (token: number, question: string) => number;

interface Fake extends Reader {
  /** The windows read, one by one. */
  readonly windows: Int32Array[];
  /** Number of questions asked of each window. */
  readonly asked: number[];
}

/** Eight tokens of id 90 for a text `… strength 90 …`. */
const encode = (text: string): Int32Array => new Int32Array(8).fill(Number(/strength (\d+)/.exec(text)![1]));

/** By default each token draws its id in thousandths; `sink` is the attention of the content-free question. */
function fakeReader(pay: Pay = (token) => token / 1000, sink = 0): Fake {
  const texts: string[] = [];
  const windows: Int32Array[] = [];
  const asked: number[] = [];
  return {
    windows,
    asked,
    ...someReader,
    windowTokens: WINDOW,
    encode: (some) => Promise.resolve(some.map(encode)),
    prepare: (question) => ({ ids: Int32Array.of(texts.push(question) - 1), countedFrom: 0, countedTo: 1 }),
    read: (some, questions) => {
      windows.push(...some);
      asked.push(...some.map(() => questions.length));
      return Promise.resolve(
        some.map((ids) => ({
          questions: questions.map(({ ids: [number] }) =>
            Float32Array.from(ids, (id) => pay(id, texts[number!]!)),
          ),
          contentFree: new Float32Array(ids.length).fill(sink),
        })),
      );
    },
  };
}

/**
 * Lines that no keyword matches; `strength` is each token's attention in thousandths. A blank line after every eighth.
 */
function lines(
  count: number,
  strength: (index: number) => number,
  extra: Readonly<Record<number, string>> = {},
): TextSegment[] {
  return Array.from({ length: count }, (_, position) => ({
    text: `nr ${position} strength ${strength(position)} ${extra[position] ?? ''}\n${position % 8 === 7 ? '\n' : ''}`,
    file: 0,
    position,
    startLine: position + 1,
    endLine: position + 1,
  }));
}

function planOf(segments: readonly TextSegment[], questions: readonly string[] = ['zebra']): ReadingPlan {
  const planner = new Planner(questions, () => '');
  segments.forEach((segment) => planner.add(segment));
  return planner.finish();
}

interface Retrieved {
  readonly results: RetrievalResult[];
  readonly result: RetrievalResult;
  /** Progress that the reading yielded. */
  readonly sections: SectionRead[];
}

async function retrieve(
  plan: ReadingPlan,
  options: Partial<RetrievalOptions> = {},
  reader: Reader = fakeReader(),
  questions: readonly string[] = ['zebra'],
  onEvent?: (event: SectionRead) => void,
): Promise<Retrieved> {
  const prepared = questions.map((question) => reader.prepare(question));
  const retrieval = retrieveByHeads(plan, prepared, reader, {
    budgets: questions.map(() => 24),
    nameOf: () => '',
    run: new Run(),
    ...options,
  });
  const sections: SectionRead[] = [];
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return { results: step.value, result: step.value[0]!, sections };
    sections.push(step.value);
    onEvent?.(step.value);
  }
}

const places = ({ retained }: RetrievalResult): number[] => retained.map(({ segment }) => segment.position);
const tokensOfPlan = ({ sections, order }: ReadingPlan): number[] =>
  order.flatMap((index) => sections[index]!.unpack().flatMap(({ text }) => [...encode(text)]));

const weak = (i: number): number => 1 + ((i * 37) % 11);
/** 800 lines: weak everywhere, strong at 417. */
const haystack = lines(800, (i) => (i === 417 ? 90 : weak(i)));
const haystackPlan = planOf(haystack);

describe('retrieveByHeads', () => {
  it('finds the needle, and tells what it read', async () => {
    const { result } = await retrieve(haystackPlan);
    expect(places(result)[0]).toBe(417);
    expect(result).toMatchObject({ tokens: 6400, complete: true });
    expect(result.windows).toBeGreaterThanOrEqual(100);
  });

  it('reads everything exactly once, section by section in the order of the plan', async () => {
    const plan = planOf(lines(800, (i) => i, { 650: 'zebra', 300: 'zebra and zebra' }));
    expect(plan.sections.length).toBeGreaterThan(3);
    expect(plan.order).not.toEqual(plan.sections.map((_, i) => i));
    const reader = fakeReader();
    const { sections, result } = await retrieve(plan, {}, reader);
    expect(sections.map(({ section }) => section)).toEqual(plan.order);
    expect(reader.windows.flatMap((ids) => [...ids])).toEqual(tokensOfPlan(plan));
    expect(reader.windows).toHaveLength(result.windows);
    expect(result.tokens).toBe(6400);
  });

  it('reads windows of about the same length, none too long', async () => {
    const reader = fakeReader();
    const { sections } = await retrieve(haystackPlan, {}, reader);
    let from = 0;
    for (const { windows } of sections) {
      const lengths = reader.windows.slice(from, windows).map((ids) => ids.length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(WINDOW);
      expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThanOrEqual(WINDOW - 16);
      from = windows;
    }
  });

  it('returns at most the budget, best first', async () => {
    const { result } = await retrieve(haystackPlan, { budgets: [50] });
    const tokens = result.retained.reduce((sum, { tokens }) => sum + tokens, 0);
    expect(tokens).toBeLessThanOrEqual(50);
    expect(tokens).toBeGreaterThan(40);
    const scores = result.retained.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('keeps a segment that alone is larger than the budget', async () => {
    const { result } = await retrieve(haystackPlan, { budgets: [3] });
    expect(places(result)).toEqual([417]);
  });

  it('drops what gets no more attention than for a question without content', async () => {
    const quiet = planOf(lines(80, (i) => (i === 33 ? 50 : 5)));
    const reader = (sink: number) => fakeReader(undefined, sink);
    expect(places((await retrieve(quiet, {}, reader(0.005))).result)).toEqual([33]);
    const { result: nothing } = await retrieve(quiet, {}, reader(0.05));
    expect(nothing).toMatchObject({ retained: [], tokens: 640, complete: true });
  });

  it('joins attention and keywords by the reader’s share', async () => {
    const plan = planOf(lines(80, (i) => (i === 33 ? 50 : 5), { 60: 'zebra' }));
    const first = async (keywordShare: number) => {
      const reader = fakeReader();
      const scored = { ...reader, scoring: { ...reader.scoring, keywordShare } };
      return places((await retrieve(plan, {}, scored)).result)[0];
    };
    expect(await first(0)).toBe(33);
    expect(await first(1)).toBe(60);
    expect(await first(0.1)).toBe(33);
    expect(await first(0.9)).toBe(60);
  });

  it('puts a file’s header in front of its lines', async () => {
    const segments = lines(24, weak).map((segment) => ({ ...segment, file: segment.position < 12 ? 0 : 1 }));
    const reader = fakeReader();
    const header = (name: string): Int32Array => new Int32Array(2).fill(Number(name));
    await retrieve(planOf(segments), { nameOf: (file) => `${1000 + file}` }, { ...reader, header });
    expect(reader.windows.flatMap((ids) => [...ids].filter((id) => id >= 1000))).toContain(1001);
    expect([...reader.windows[0]!.subarray(0, 2)]).toEqual([1000, 1000]);
  });

  it('keeps every piece of a line that is longer than a window', async () => {
    const reader = fakeReader();
    const long = { ...reader, encode: () => Promise.resolve([new Int32Array(150).fill(7)]) };
    const { result } = await retrieve(planOf(lines(1, () => 1)), { budgets: [1000] }, long);
    expect(places(result)).toEqual([0, 0, 0]);
    expect(result.retained.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(150);
  });

  it('passes over what makes no tokens', async () => {
    const reader = fakeReader();
    const silent = {
      ...reader,
      encode: (texts: readonly string[]) =>
        Promise.resolve(texts.map((text) => (text.startsWith('nr 3 ') ? new Int32Array(0) : encode(text)))),
    };
    const { result } = await retrieve(planOf(lines(8, (i) => i + 1)), { budgets: [1000] }, silent);
    expect(places(result)).toEqual([7, 6, 5, 4, 2, 1, 0]);
    expect(result.tokens).toBe(7 * 8);
  });

  it('finds nothing in nothing', async () => {
    const { result, sections } = await retrieve(planOf([]));
    expect(result).toMatchObject({ retained: [], windows: 0, remembered: 0, tokens: 0, complete: true });
    expect(sections).toEqual([]);
  });

  it('passes on what the reader throws', async () => {
    const broken = { ...fakeReader(), read: () => Promise.reject(new Error('out of memory')) };
    await expect(retrieve(haystackPlan, {}, broken)).rejects.toThrow('out of memory');
  });
});

describe('what is told while reading', () => {
  it('says after every section how far it is, and the best when that changed', async () => {
    const { sections, result } = await retrieve(haystackPlan);
    let tokens = 0;
    for (const event of sections) {
      tokens += 8 * haystackPlan.sections[event.section]!.unpack().length;
      expect(event.tokens).toBe(tokens);
    }
    expect(sections.at(-1)).toMatchObject({ windows: result.windows, tokens: 6400 });
    expect(sections[0]!.best[0]).toBeDefined();
    const at = haystackPlan.sections.findIndex((section) =>
      section.unpack().some(({ position }) => position === 417),
    );
    const position = sections.findIndex(({ section }) => section === at);
    expect(sections[position]!.best[0]?.[0]?.segment.position).toBe(417);
    for (const { best } of sections.slice(position + 1)) {
      if (best[0]) expect(best[0][0]!.segment.position).toBe(417);
    }
    for (const { best } of sections) {
      const scores = best[0]?.map(({ score }) => score) ?? [];
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  it('leaves the best out where a section does not change it', async () => {
    // The best segments are all in the first section.
    const plan = planOf(lines(800, (i) => (i < 20 ? 50 : 1)));
    const { sections } = await retrieve(plan);
    expect(sections[0]!.best[0]).toHaveLength(12);
    expect(sections.slice(1).map(({ best }) => best)).toEqual(sections.slice(1).map(() => [undefined]));
  });
});

describe('a cancelled retrieval', () => {
  it('ends with the section in which it has read as much as it was to', async () => {
    const whole = await retrieve(haystackPlan);
    const reader = fakeReader();
    let read = 0;
    const options = { isEnough: () => read >= 600 };
    const { result, sections } = await retrieve(haystackPlan, options, reader, ['zebra'], ({ tokens }) => {
      read = tokens;
    });
    expect(result.complete).toBe(false);
    expect(result.tokens).toBeGreaterThanOrEqual(600);
    expect(sections.at(-2)?.tokens ?? 0).toBeLessThan(600);
    expect(reader.windows).toHaveLength(result.windows);
    const told = (of: readonly SectionRead[]): unknown =>
      of.map((section) => ({ ...section, soFar: undefined }));
    expect(told(sections)).toEqual(told(whole.sections.slice(0, sections.length)));
    // One section is always read, and an `isEnough` after the last section changes nothing.
    expect((await retrieve(haystackPlan, { isEnough: () => true })).sections).toHaveLength(1);
    read = 0;
    const all = { isEnough: () => read >= 6400 };
    const last = await retrieve(haystackPlan, all, fakeReader(), ['zebra'], ({ tokens }) => (read = tokens));
    expect(last.result).toEqual(whole.result);
  });

  it('can be asked at any time for what it would return', async () => {
    const seen: RetrievalResult[] = [];
    const { result } = await retrieve(haystackPlan, {}, fakeReader(), ['zebra'], ({ soFar }) => {
      seen.push(soFar()[0]!);
    });
    expect(seen.at(-1)).toEqual({ ...result, complete: false });
    const stopped = seen[1]!.tokens;
    let read = 0;
    const early = await retrieve(
      haystackPlan,
      { isEnough: () => read >= stopped },
      fakeReader(),
      ['zebra'],
      ({ tokens }) => (read = tokens),
    );
    expect(early.result).toEqual(seen[1]);
  });

  it('returns what was found until then, and reads no further section', async () => {
    const cancel = new AbortController();
    const reader = fakeReader();
    let windows = 0;
    const { result } = await retrieve(
      haystackPlan,
      { run: new Run(undefined, cancel.signal) },
      reader,
      ['zebra'],
      (event) => {
        if (event.best[0]?.[0]?.segment.position !== 417) return;
        cancel.abort();
        windows = event.windows;
      },
    );
    expect(result).toMatchObject({ windows, complete: false });
    expect(windows).toBeLessThan(95);
    expect(places(result)[0]).toBe(417);
    expect(reader.windows).toHaveLength(windows);
  });

  it('has read nothing when it is cancelled before it begins', async () => {
    const reader = fakeReader();
    const { results } = await retrieve(
      planOf(haystack, ['a', 'b']),
      { run: new Run(undefined, AbortSignal.abort()) },
      reader,
      ['a', 'b'],
    );
    const nothing = { retained: [], windows: 0, remembered: 0, tokens: 0, complete: false };
    expect(results).toMatchObject([nothing, nothing]);
    expect(reader.windows).toEqual([]);
  });
});

/** A run whose `pass` is this function. */
const heldBy = (pass: () => Promise<void>, signal?: AbortSignal): Run =>
  Object.assign(new Run(undefined, signal), { pass });

describe('a held retrieval', () => {
  it('reads no further section until the gate opens', async () => {
    const reader = fakeReader();
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let asked = 0;
    const told: number[] = [];
    // The gate is open for the first two sections.
    const run = heldBy(() => (++asked === 3 ? opened : Promise.resolve()));
    const running = retrieve(haystackPlan, { run }, reader, ['zebra'], ({ windows }) => told.push(windows));
    await expect.poll(() => asked).toBe(3);
    // After this turn of the event loop, everything that can go on has.
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toHaveLength(2);
    expect(reader.windows).toHaveLength(told[1]!);
    open();
    const { result, sections } = await running;
    expect(result).toEqual((await retrieve(haystackPlan)).result);
    expect(asked).toBe(sections.length);
  });

  it('reads nothing more when it is cancelled at the gate', async () => {
    const reader = fakeReader();
    const cancel = new AbortController();
    const stop = () => {
      cancel.abort();
      return Promise.resolve();
    };
    const { result } = await retrieve(haystackPlan, { run: heldBy(stop, cancel.signal) }, reader);
    expect(result).toMatchObject({ windows: 0, complete: false });
    expect(reader.windows).toEqual([]);
  });
});

describe('several questions at once', () => {
  const questions = ['striped zebra', 'okapi', 'nothing of this', 'quagga zebra'];
  const text = lines(800, weak, {
    40: 'okapi',
    300: 'zebra',
    301: 'striped',
    650: 'okapi and zebra',
    700: 'quagga',
  });
  /** Every question finds other tokens strong. */
  const pay: Pay = (token, question) => ((token * (question.length + 3)) % 17) / 1000;

  it.each([1000, 100_000])('give what each gives alone, budget %d', async (budgetTokens) => {
    const options = (count: number) => ({ budgets: new Array<number>(count).fill(budgetTokens) });
    const together = await retrieve(planOf(text, questions), options(4), fakeReader(pay, 0.004), questions);
    expect(together.results).toHaveLength(questions.length);
    for (const [q, question] of questions.entries()) {
      const alone = await retrieve(planOf(text, [question]), options(1), fakeReader(pay, 0.004), [question]);
      expect(alone.result.retained.length).toBeGreaterThan(10);
      expect(together.results[q]).toEqual(alone.result);
    }
    expect(new Set(together.results.map((result) => places(result).join(' '))).size).toBe(questions.length);
  });

  it('share every reading', async () => {
    const reader = fakeReader(pay);
    const { sections, results } = await retrieve(planOf(text, questions), {}, reader, questions);
    expect(reader.windows).toHaveLength(results[0]!.windows);
    expect(new Set(reader.asked)).toEqual(new Set([questions.length]));
    expect(sections.every(({ best }) => best.length === questions.length)).toBe(true);
  });

  it('have their own budget each', async () => {
    const options = { budgets: [24, 80, 24, 24] };
    const { results } = await retrieve(planOf(text, questions), options, fakeReader(pay), questions);
    const tokens = results.map(({ retained }) => retained.reduce((sum, item) => sum + item.tokens, 0));
    expect(tokens).toEqual([24, 80, 24, 24]);
  });
});
