/** Tests the stages of a question, with a strategy that finds what the test wants. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someReader } from '../../test/retrieval/readers.ts';
import type { AskProgress, AskResult } from '../contract/index.ts';
import { Run } from '../retrieval/index.ts';
import type { Retained, RetrievalResult, Strategy, TextSegment } from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { askQuestions } from './asking.ts';
import type { Asking, Common } from './asking.ts';
import { withSpillStore } from './spillStore.ts';

const FILES = 12;
const SECTION_TOKENS = 4096;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infiniask-asking-'));
  for (let i = 0; i < FILES; i++) {
    // About a section each.
    const lines = Array.from(
      { length: 150 },
      (_, line) => `In row ${line} of chapter ${i} the pump hums on. `,
    );
    await writeFile(join(folder, `${String(i).padStart(2, '0')}.md`), `${lines.join('\n\n')}\n`);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * A strategy that keeps a segment of the best file after each section. @param bestAfter index of that file after this
 * many sections
 */
function strategyOf(bestAfter: (sections: number) => number, attention = 1): Strategy {
  return {
    name: 'scripted',
    async *retrieve(plan, questions, { isEnough, run }) {
      const segments = plan.sections.flatMap((section) => section.unpack());
      const totals = { windows: 0, remembered: 0, tokens: 0 };
      let best: TextSegment | undefined;
      const results = (complete: boolean): RetrievalResult[] =>
        questions.map(() => ({
          retained: best ? [retained(best, attention)] : [],
          ...totals,
          weakBelow: 0.01,
          complete,
        }));
      for (const section of plan.order) {
        await run.pass();
        if (run.signal.aborted || (totals.windows > 0 && isEnough?.())) return results(false);
        totals.windows++;
        totals.tokens += SECTION_TOKENS;
        const file = bestAfter(totals.windows);
        best = segments.find((segment) => segment.file === file);
        yield { section, ...totals, best: questions.map(() => []), soFar: () => results(false) };
      }
      return results(true);
    },
  };
}

/** The same with a second reader, which puts one file first. @param reread takes the files that were kept before */
function rereadBy(
  strategy: Strategy,
  file: number,
  attention: number,
  reread: (files: readonly number[]) => void = () => undefined,
): Strategy {
  return {
    ...strategy,
    refine: (plan, _question, result) => {
      reread(result.retained.map(({ segment }) => segment.file));
      const segments = plan.sections.flatMap((section) => section.unpack());
      const best = retained(
        segments.find((segment) => segment.file === file)!,
        attention,
      );
      const tokens = Math.max(2000, result.tokens);
      return Promise.resolve({ ...result, retained: [best], tokens, weakBelow: 0.01 });
    },
  };
}

function retained(segment: TextSegment, attention: number): Retained {
  const shares = { attention: 1, keywords: 1 };
  return { segment, tokens: 10, attention, keywords: 1, score: 1, shares };
}

/** A writer that names the first file of its evidence. */
function writerOf(isSmall: boolean, wait: () => Promise<void> = () => Promise.resolve()): Writer {
  return {
    name: 'scripted',
    cites: true,
    isSmall,
    async *write(_question, [first]) {
      await wait();
      yield `The pump hums in chapter ${Number(first!.path.slice(0, 2))} [1].`;
    },
  };
}

async function ask(
  strategy: Strategy,
  params: Partial<Common> = {},
  { writer = writerOf(false), signal }: { readonly writer?: Writer; readonly signal?: AbortSignal } = {},
  onProgress: (progress: AskProgress) => void = () => undefined,
  questions: readonly string[] = ['Where does the pump hum?'],
): Promise<{ result: AskResult; told: AskProgress[]; results: AskResult[] }> {
  const told: AskProgress[] = [];
  const run = new Run<AskProgress>((progress) => {
    told.push(progress);
    onProgress(progress);
  }, signal);
  const reader = {
    ...someReader,
    windowTokens: 512,
    identity: 'x',
    tokensOf: (text: string) => new Int32Array(text.length),
  };
  const results = await withSpillStore((textStore) => {
    const asking: Asking = { reader, strategy, memory: undefined, writer, run, textStore };
    const common = { roots: [{ path: folder }], writer: 'endpoint' as const, ...params };
    return askQuestions(questions, common, asking, performance.now());
  });
  return { result: results[0]!, told, results };
}

const kinds = (told: readonly AskProgress[]): string[] =>
  told.map(({ kind }) => kind).filter((kind, i, all) => kind !== 'read' && kind !== all[i - 1]);

describe('a question', () => {
  it('shows what the words say before anything is read', async () => {
    const { told } = await ask(strategyOf(() => 3));
    const evidence = told.findIndex(({ kind }) => kind === 'evidence');
    expect(told.slice(0, evidence).map(({ kind }) => kind)).toEqual(['scan']);
    const first = told.find((progress) => progress.kind === 'evidence')!.evidence;
    expect(first[0]).toMatchObject({ path: '00.md', parts: { attention: 0, keywords: 1 } });
  });

  it('is answered once, at the end, where nothing else was asked for', async () => {
    const { result, told } = await ask(strategyOf((sections) => Math.min(sections, 11)));
    expect(kinds(told)).not.toContain('first');
    expect(result).toMatchObject({
      coverage: { complete: true },
      answer: { text: 'The pump hums in chapter 11 [1].' },
    });
    expect(result).not.toHaveProperty('first.answer');
  });

  it('has a first answer, which stands where nothing better is found', async () => {
    const { result, told } = await ask(
      strategyOf(() => 3),
      { reading: 'always' },
    );
    const first = told.find((progress) => progress.kind === 'first')!.first;
    expect(first).toMatchObject({
      finding: 'clear',
      tokens: 2 * SECTION_TOKENS,
      answer: { text: 'The pump hums in chapter 3 [1].' },
    });
    expect(first.tokensTotal).toBeGreaterThan(5 * SECTION_TOKENS);
    expect(result.answer.text).toBe(first.answer.text);
    expect(result.revision).toEqual({ answer: false, best: false, added: 0, removed: 0 });
    expect(result.coverage).toMatchObject({ complete: true });
    expect(told.filter(({ kind }) => kind === 'answer')).toHaveLength(1);
    expect(result.timing.firstAnswerMs).toBeLessThanOrEqual(result.timing.totalMs);
  });

  it('is answered again where something better is found', async () => {
    const { result } = await ask(
      strategyOf((sections) => (sections < 5 ? 3 : 7)),
      { reading: 'always' },
    );
    expect(result.first?.answer.text).toBe('The pump hums in chapter 3 [1].');
    expect(result.answer.text).toBe('The pump hums in chapter 7 [1].');
    expect(result.revision).toEqual({ answer: true, best: true, added: 1, removed: 1 });
  });

  it('ends where the rest would hardly change anything, and says what it left', async () => {
    const { result } = await ask(
      strategyOf(() => 3),
      { reading: 'auto' },
    );
    expect(result.coverage).toMatchObject({ complete: false, ended: 'settled' });
    expect(result.coverage.tokens).toBeLessThan(FILES * SECTION_TOKENS);
    expect(result.coverage.unreadTokens).toBeGreaterThan(0);
    expect(result.answer.text).toBe('The pump hums in chapter 3 [1].');
    const all = await ask(
      strategyOf(() => 3),
      { reading: 'auto' },
      {},
      undefined,
      ['List every place where the pump hums'],
    );
    expect(all.result.coverage).toMatchObject({ complete: true });
  });

  it('ends with the first answer where no more is wanted', async () => {
    const { result, told } = await ask(
      strategyOf((sections) => sections),
      { reading: 'first' },
    );
    expect(result.coverage).toMatchObject({ ended: 'first', tokens: 2 * SECTION_TOKENS, complete: false });
    expect(result.answer.text).toBe('The pump hums in chapter 2 [1].');
    expect(kinds(told)).not.toContain('first');
  });

  it('keeps what is there when it is stopped', async () => {
    const stop = new AbortController();
    const { result } = await ask(
      strategyOf((sections) => (sections < 3 ? 3 : 7)),
      { reading: 'always' },
      { signal: stop.signal },
      ({ kind }) => {
        if (kind === 'first') stop.abort();
      },
    );
    expect(result.cancelled).toBe(true);
    expect(result.answer.text).toBe('The pump hums in chapter 3 [1].');
    const cited = result.evidence[result.answer.citations[0]!.evidence];
    expect(cited?.path).toBe('03.md');
  });

  it('reads while a writer elsewhere writes, and waits for one that needs the same processor', async () => {
    const order = async (isSmall: boolean): Promise<string[]> => {
      const seen: string[] = [];
      const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
      const strategy = strategyOf(() => 3);
      const watched: Strategy = {
        ...strategy,
        async *retrieve(...args) {
          const reading = strategy.retrieve(...args);
          let step = await reading.next();
          for (; !step.done; step = await reading.next()) {
            seen.push('section');
            yield step.value;
          }
          return step.value;
        },
      };
      await ask(watched, { reading: 'always' }, { writer: writerOf(isSmall, wait) }, ({ kind }) => {
        if (kind === 'first') seen.push('first');
      });
      return seen;
    };
    expect((await order(true)).indexOf('first')).toBe(2);
    expect((await order(false)).indexOf('first')).toBeGreaterThan(2);
  });

  it('whose answer is there already keeps it, or answers again, when the rest is read', async () => {
    const { result: before } = await ask(
      strategyOf(() => 3),
      { reading: 'first' },
    );
    const first = { ...before, tokens: before.coverage.tokens, tokensTotal: 50_000 };
    const params = { reading: 'always', first } as const;
    const same = await ask(
      strategyOf(() => 3),
      params,
    );
    expect(same.told.map(({ kind }) => kind)).not.toContain('answer');
    expect(same.result.answer.text).toBe(before.answer.text);
    const lists = same.told.flatMap((progress) => (progress.kind === 'evidence' ? [progress.evidence] : []));
    expect(lists.every(([best]) => best!.parts!.attention > 0)).toBe(true);
    const other = await ask(
      strategyOf(() => 5),
      params,
    );
    expect(other.result.revision).toMatchObject({ answer: true, best: true });
  });

  it('is answered in the end where the first answer was stopped before its first word', async () => {
    const { result: before } = await ask(
      strategyOf(() => 3),
      { reading: 'first' },
    );
    const answer = { text: '', writer: 'none', citations: [], unsupported: [] };
    const first = { ...before, answer, tokens: before.coverage.tokens, tokensTotal: 50_000 };
    const { result } = await ask(
      strategyOf(() => 3),
      { reading: 'always', first },
    );
    expect(result.answer.text).toBe('The pump hums in chapter 3 [1].');
  });

  it('beside others has no first answer', async () => {
    const { results, told } = await ask(
      strategyOf(() => 3),
      { reading: 'always' },
      {},
      undefined,
      ['The pump?', 'The hum?'],
    );
    expect(results).toHaveLength(2);
    expect(kinds(told)).not.toContain('first');
  });

  it('is answered from a closer reading of what words find, and read no further where that is clear', async () => {
    const before: (readonly number[])[] = [];
    const strategy = rereadBy(
      strategyOf(() => 3),
      7,
      1,
      (files) => before.push(files),
    );
    const { result, told } = await ask(strategy, { reading: 'auto' });
    expect(kinds(told)).toEqual(['scan', 'evidence', 'answer', 'first', 'evidence']);
    expect(before).toHaveLength(1);
    expect(before[0]!.length).toBeGreaterThan(0);
    expect(result).toMatchObject({
      finding: 'clear',
      answer: { text: 'The pump hums in chapter 7 [1].' },
      coverage: { tokens: 2000, complete: false, ended: 'clear' },
    });
    expect(result.coverage.unreadTokens).toBeGreaterThan(2 * SECTION_TOKENS);
  });

  it('is read on where a closer reading is not clear, and read closely again in the end', async () => {
    const before: (readonly number[])[] = [];
    const strategy = rereadBy(
      strategyOf(() => 3, 0),
      7,
      0,
      (files) => before.push(files),
    );
    const { result } = await ask(strategy, { reading: 'auto' });
    expect(before).toHaveLength(2);
    expect(before[1]).toEqual([3]);
    expect(result).toMatchObject({ finding: 'weak', coverage: { complete: true } });
    expect(result.evidence[0]!.path).toBe('07.md');
  });

  it('is read whole after a closer reading where that is wanted', async () => {
    const strategy = rereadBy(
      strategyOf(() => 3),
      7,
      1,
    );
    const { result } = await ask(strategy, { reading: 'always' });
    expect(result.coverage).toMatchObject({ complete: true });
    expect(result.first!.tokens).toBe(2000);
    const short = await ask(strategy, { reading: 'first' });
    expect(short.result.coverage).toMatchObject({ tokens: 2000, ended: 'first' });
  });
});
