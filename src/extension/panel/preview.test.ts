import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SurveyParams, SurveyResult } from '../../contract/index.ts';
import { Preview } from './preview.ts';

const result = (files: number): SurveyResult => ({
  files,
  bytes: 1,
  tokens: 1,
  estimatedMs: null,
  skipped: [],
});
const scope = (...paths: string[]): SurveyParams => ({ roots: paths.map((path) => ({ path })) });

describe('Preview', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Each survey waits until the test answers it. */
  function made() {
    const calls: {
      params: SurveyParams;
      signal: AbortSignal;
      answer: (result: SurveyResult | Error) => void;
    }[] = [];
    const survey = (params: SurveyParams, signal: AbortSignal) =>
      new Promise<SurveyResult>((resolve, reject) => {
        calls.push({
          params,
          signal,
          answer: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
        });
      });
    const preview = new Preview(
      { survey },
      () => undefined,
      (error) => (error as Error).message,
    );
    return { preview, calls };
  }

  it('counts once when the scope has settled', async () => {
    const { preview, calls } = made();
    preview.update(scope('/a'));
    preview.update(scope('/a', '/b'));
    expect(preview.state.pending).toBe(true);
    await vi.runAllTimersAsync();
    expect(calls.map(({ params }) => params)).toEqual([scope('/a', '/b')]);
    calls[0]!.answer(result(3));
    await vi.runAllTimersAsync();
    expect(preview.state).toEqual({ pending: false, result: result(3), error: '' });
  });

  it('cancels a count that another scope has overtaken, and ignores what it says', async () => {
    const { preview, calls } = made();
    preview.update(scope('/a'));
    await vi.runAllTimersAsync();
    preview.update(scope('/b'));
    await vi.runAllTimersAsync();
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    calls[1]!.answer(result(2));
    await vi.runAllTimersAsync();
    calls[0]!.answer(result(1));
    await vi.runAllTimersAsync();
    expect(preview.state.result?.files).toBe(2);
  });

  it('keeps what is known of a scope while it is counted again, and shows it for no other', async () => {
    const { preview, calls } = made();
    preview.update(scope('/a'));
    await vi.runAllTimersAsync();
    calls[0]!.answer(result(3));
    await vi.runAllTimersAsync();
    preview.update(scope('/a'));
    expect(preview.state).toEqual({ pending: true, result: result(3), error: '' });
    preview.update(scope('/b'));
    preview.stop();
    expect(preview.state).toEqual({ pending: false, result: null, error: '' });
  });

  it('says why it could not count', async () => {
    const { preview, calls } = made();
    preview.update(scope('/gone'));
    await vi.runAllTimersAsync();
    calls[0]!.answer(new Error('It is gone.'));
    await vi.runAllTimersAsync();
    expect(preview.state).toEqual({ pending: false, result: null, error: 'It is gone.' });
  });

  it('has nothing to count without a root, and stops when told', async () => {
    const { preview, calls } = made();
    preview.update(scope());
    preview.update(scope('/a'));
    preview.stop();
    await vi.runAllTimersAsync();
    expect(calls).toEqual([]);
    expect(preview.state.pending).toBe(false);
  });
});
