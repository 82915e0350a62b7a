/** A question that is paused, counted in windows: the engine in this process, so that no message is under way. */
import { afterAll, describe, expect, it } from 'vitest';
import { Engine, PauseGate } from '../../src/engine/index.ts';
import type { AskProgress } from '../../src/contract/index.ts';
import { prose } from '../cli/planted.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const folder = temporary(Object.fromEntries(prose(12_000)));
const engine = new Engine({ modelFolder, version: 'test' });
afterAll(() => engine.dispose());

/** A gate that tells when a question waits at it. */
class WatchedGate extends PauseGate {
  waiting = false;
  private shut = false;

  override setPaused(paused: boolean): void {
    this.shut = paused;
    super.setPaused(paused);
  }

  override async pass(signal: AbortSignal): Promise<void> {
    this.waiting = this.shut;
    await super.pass(signal);
    this.waiting = false;
  }
}

function ask(
  signal: AbortSignal,
  onProgress: (progress: AskProgress) => void = () => undefined,
  gate?: PauseGate,
) {
  const question = { question: 'What did the founders do first?', roots: [{ path: folder }] };
  return engine.ask({ ...question, writer: 'none' }, onProgress, signal, gate);
}

/** Pauses once, after the third window or a little later, and waits until the question stands. */
async function pausedQuestion(signal: AbortSignal) {
  const gate = new WatchedGate();
  const windows: number[] = [];
  let paused = false;
  const result = ask(
    signal,
    (event) => {
      if (event.kind !== 'read') return;
      windows.push(event.windows);
      if (paused || event.windows < 3) return;
      paused = true;
      gate.setPaused(true);
    },
    gate,
  );
  await expect.poll(() => gate.waiting, { timeout: 30_000 }).toBe(true);
  return { gate, windows, result };
}

/** Everything that can go on has gone on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a paused question', () => {
  it('reads nothing until it goes on, then ends as if it had not been paused', async () => {
    const never = new AbortController().signal;
    const whole = await ask(never);
    const { gate, windows, result } = await pausedQuestion(never);
    const before = [...windows];
    await settle();
    expect(windows).toEqual(before);
    expect(gate.waiting).toBe(true);
    gate.setPaused(false);
    const ended = await result;
    expect(ended).toEqual({ ...whole, timing: ended.timing });
    expect(gate.heldMs).toBeGreaterThan(0);
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
