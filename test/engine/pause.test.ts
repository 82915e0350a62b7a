/** A question that is paused, counted in windows: the engine in this process, so that no message is under way. */
import { afterAll, describe, expect, it } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import type { AskProgress } from '../../src/contract/index.ts';
import { prose } from '../cli/planted.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const folder = temporary(Object.fromEntries(prose(12_000)));
const engine = new Engine({ modelFolder, version: 'test' });
afterAll(() => engine.dispose());

/** A run that tells when its question waits. */
class WatchedRun extends Run<AskProgress> {
  waiting = false;
  private shut = false;

  override setPaused(paused: boolean): void {
    this.shut = paused;
    super.setPaused(paused);
  }

  override async pass(): Promise<void> {
    this.waiting = this.shut;
    await super.pass();
    this.waiting = false;
  }
}

function ask(run: Run<AskProgress>) {
  const question = { question: 'What did the founders do first?', roots: [{ path: folder }] };
  return engine.ask({ ...question, writer: 'none' }, run);
}

/** Pauses once, after the third window or a little later, and waits until the question stands. */
async function pausedQuestion(signal?: AbortSignal) {
  const windows: number[] = [];
  let paused = false;
  const run = new WatchedRun((event) => {
    if (event.kind !== 'read') return;
    windows.push(event.windows);
    if (paused || event.windows < 3) return;
    paused = true;
    run.setPaused(true);
  }, signal);
  const result = ask(run);
  await expect.poll(() => run.waiting, { timeout: 30_000 }).toBe(true);
  return { run, windows, result };
}

/** Everything that can go on has gone on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a paused question', () => {
  it('reads nothing until it goes on, then ends as if it had not been paused', async () => {
    const whole = await ask(new Run());
    const { run, windows, result } = await pausedQuestion();
    const before = [...windows];
    await settle();
    expect(windows).toEqual(before);
    expect(run.waiting).toBe(true);
    run.setPaused(false);
    const ended = await result;
    expect(ended).toEqual({ ...whole, timing: ended.timing });
    expect(run.heldMs).toBeGreaterThan(0);
  });

  it('can be cancelled, and returns what it had found', async () => {
    const cancel = new AbortController();
    const { windows, result } = await pausedQuestion(cancel.signal);
    cancel.abort();
    const { cancelled, coverage, evidence } = await result;
    expect(cancelled).toBe(true);
    expect(coverage).toMatchObject({ windows: windows.at(-1), complete: false });
    expect(evidence.length).toBeGreaterThan(0);
  });
});
