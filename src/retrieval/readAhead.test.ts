import { describe, expect, it } from 'vitest';
import { retrieveByHeads } from './heads.ts';
import { Planner } from './plan.ts';
import type { ReadingPlan } from './plan.ts';
import { readAhead } from './readAhead.ts';
import type { SectionKept } from './readAhead.ts';
import { someReader } from '../../test/retrieval/readers.ts';
import { Run } from './run.ts';

/** Two files with lines of eight tokens each, in several sections; `zebra` stands at the end. */
function planOf(questions: readonly string[]): ReadingPlan {
  const planner = new Planner(questions, () => '');
  for (let position = 0; position < 600; position++) {
    const line = position + 1;
    const text = `Line ${position} of the text ${position > 580 ? 'zebra' : 'horse'}\n${position % 8 === 7 ? '\n' : ''}`;
    planner.add({ text, file: position < 300 ? 0 : 1, position, startLine: line, endLine: line });
  }
  return planner.finish();
}

const nameOf = (file: number) => `${1000 + file}`;
const header = (name: string) => Int32Array.of(Number(name));
const encode = (texts: readonly string[]) =>
  Promise.resolve(texts.map((text) => new Int32Array(8).fill(Number(/\d+/.exec(text)![0]))));

/** Records the windows of each call; every other window is remembered. */
function keeper() {
  const calls: string[][] = [];
  return {
    calls,
    windowTokens: 64,
    encode,
    header,
    keep: (windows: readonly Int32Array[]) => {
      calls.push(windows.map(String));
      return Promise.resolve(Math.ceil(windows.length / 2));
    },
  };
}

describe('reading ahead', () => {
  it('reads the windows that a question reads, as they stand in the text', async () => {
    const ahead = keeper();
    const kept: SectionKept[] = [];
    for await (const section of readAhead(planOf([]), ahead, nameOf, new Run())) kept.push(section);

    const read: string[][] = [];
    const plan = planOf(['zebra']);
    const retrieval = retrieveByHeads(
      plan,
      [{ ids: Int32Array.of(1), countedFrom: 0, countedTo: 1 }],
      {
        ...someReader,
        encode,
        header,
        prepare: () => ({ ids: Int32Array.of(1), countedFrom: 0, countedTo: 1 }),
        read: (windows) => {
          read.push(windows.map(String));
          const zeros = (ids: Int32Array) => new Float32Array(ids.length);
          return Promise.resolve(
            windows.map((ids) => ({ questions: [zeros(ids)], contentFree: zeros(ids) })),
          );
        },
      },
      { budgets: [24], nameOf, run: new Run() },
    );
    while (!(await retrieval.next()).done);

    expect(ahead.calls.length).toBeGreaterThan(3);
    expect(plan.order[0]).not.toBe(0);
    expect(ahead.calls).toEqual(plan.sections.map((_, section) => read[plan.order.indexOf(section)]));
    expect(kept.map(({ section }) => section)).toEqual(plan.sections.map((_, i) => i));
    expect(kept.at(-1)).toEqual({
      section: plan.sections.length - 1,
      windows: ahead.calls.flat().length,
      read: ahead.calls.reduce((sum, windows) => sum + Math.ceil(windows.length / 2), 0),
      tokens: plan.tokens,
    });
  });

  it('stops between sections', async () => {
    const abort = new AbortController();
    const ahead = keeper();
    const run = new Run(undefined, abort.signal);
    for await (const { section } of readAhead(planOf([]), ahead, nameOf, run)) {
      if (section === 1) abort.abort();
    }
    expect(ahead.calls).toHaveLength(2);
  });
});
