import { describe, expect, it } from 'vitest';
import { retrieveByPaper } from './paper.ts';
import { Planner } from './plan.ts';
import { headsStrategy, paperStrategy } from './strategy.ts';
import type { Strategy } from './strategy.ts';
import type { AttentionReader, RetrievalResult, RowReader, SectionRead, TextSegment } from './types.ts';

/** One token a character; the word that the question asks for is paid a lot. */
const encode = (texts: readonly string[]): Promise<Int32Array[]> =>
  Promise.resolve(texts.map((text) => Int32Array.from(text, (c) => c.codePointAt(0)!)));
const paid = (ids: Int32Array): Float32Array =>
  Float32Array.from(ids, (id) => (id === 'Z'.codePointAt(0) ? 0.5 : 0.001));
const prepare = () => ({ ids: Int32Array.of(1, 2), countedFrom: 0, countedTo: 2 });

const heads: AttentionReader = {
  windowTokens: 64,
  scoring: {
    lengthExponent: 0.75,
    lengthOffsetTokens: 4,
    headerCredit: 0,
    keywordShare: 0.6,
    outstandingSegments: 1000,
  },
  encode,
  prepare,
  read: (windows, questions) =>
    Promise.resolve(
      windows.map((ids) => ({
        questions: questions.map(() => paid(ids)),
        contentFree: new Float32Array(ids.length),
      })),
    ),
};

const rows: RowReader = {
  encode,
  prepare,
  readRows: (context) =>
    Promise.resolve({
      context: [paid(context), paid(context)],
      own: [Float32Array.of(1, 0), Float32Array.of(0.5, 0.5)],
    }),
};

const PARAMETERS = { chunkTokens: 400, topK: 60, phraseTokens: 3 };

/** About four sections of lines of twenty characters. */
const lines: TextSegment[] = Array.from({ length: 700 }, (_, i) => ({
  // In the middle, for the paper's kernel spreads a score to its neighbours.
  text: `x line ${i} ${i === 431 ? '...ZZZ...' : '.'.repeat(9)}\n${i % 10 === 9 ? '\n' : ''}`,
  file: 0,
  position: i,
  startLine: i + 1,
  endLine: i + 1,
}));

async function run(
  strategy: Strategy,
  questions: readonly string[],
  signal?: AbortSignal,
  gate?: () => Promise<void>,
): Promise<{ events: SectionRead[]; results: RetrievalResult[]; sections: number }> {
  const planner = new Planner(questions, () => '');
  for (const line of lines) planner.add(line);
  const plan = planner.finish();
  const options = {
    budgetTokens: 100,
    headerOf: () => new Int32Array(0),
    ...(signal ? { signal } : {}),
    ...(gate ? { gate } : {}),
  };
  const retrieval = strategy.retrieve(plan, questions, options);
  const events: SectionRead[] = [];
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return { events, results: step.value, sections: plan.sections.length };
    events.push(step.value);
  }
}

const strategies = [headsStrategy(heads), headsStrategy(heads, false), paperStrategy(rows, PARAMETERS)];

describe.each(strategies.map((strategy) => [strategy.name, strategy] as const))('%s', (_, strategy) => {
  it('keeps the line that is paid most, within the budget', async () => {
    const { results } = await run(strategy, ['Z']);
    expect(results).toHaveLength(1);
    const [{ retained, complete, tokens }] = results as [RetrievalResult];
    expect(retained[0]!.segment.position).toBe(431);
    expect(retained.reduce((sum, { segment }) => sum + segment.ids.length, 0)).toBeLessThanOrEqual(100);
    expect(complete).toBe(true);
    expect(tokens).toBe(lines.reduce((sum, { text }) => sum + text.length, 0));
  });

  it('tells of every section once for each pass', async () => {
    const { events, sections } = await run(strategy, ['Z']);
    expect(sections).toBeGreaterThan(2);
    expect(events.map(({ section }) => section).sort((a, b) => a - b)).toEqual(
      Array.from({ length: sections }, (_section, i) => i),
    );
  });

  it('answers several questions, each as it is alone', async () => {
    const { results } = await run(strategy, ['Z', 'line 7']);
    const [alone] = (await run(strategy, ['line 7'])).results;
    const positions = ({ retained }: RetrievalResult) => retained.map(({ segment }) => segment.position);
    expect(positions(results[1]!)).toEqual(positions(alone!));
  });

  it('stops with what was found', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const { results } = await run(strategy, ['Z'], cancel.signal);
    expect(results).toMatchObject([{ retained: [], complete: false }]);
  });

  it('waits at the gate, and may be stopped there', async () => {
    const cancel = new AbortController();
    let asked = 0;
    const gate = () => {
      if (++asked === 3) cancel.abort();
      return Promise.resolve();
    };
    const { results, events } = await run(strategy, ['Z'], cancel.signal, gate);
    expect(asked).toBe(3);
    expect(results[0]!.complete).toBe(false);
    expect(events.length).toBeLessThan(4);
  });

  it('says how much of the best each kept line was paid', async () => {
    const { results } = await run(strategy, ['Z']);
    const [best, ...others] = results[0]!.retained;
    expect(best!.shares.attention).toBe(1);
    for (const { shares } of others) expect(shares.attention).toBeLessThan(1);
  });
});

describe('paperStrategy', () => {
  it('keeps what the method by itself keeps', async () => {
    const ids = await encode(lines.map(({ text }) => text));
    async function* stream() {
      for (const [i, line] of lines.entries()) yield await Promise.resolve({ ...line, ids: ids[i]! });
    }
    let cache: readonly { segment: TextSegment }[] = [];
    for await (const step of retrieveByPaper(stream(), prepare(), rows, PARAMETERS)) cache = step.cache;
    const { results } = await run(paperStrategy(rows, PARAMETERS), ['Z']);
    const kept = new Set(cache.map(({ segment }) => segment.position));
    expect(results[0]!.retained.every(({ segment }) => kept.has(segment.position))).toBe(true);
  });
});
