/** The server with a stand-in engine, over streams in this process. */
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  createMessageConnection,
  ProgressType,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { LibraryError } from '../library/index.ts';
import { message } from '../messages/index.ts';
import { AskFailure } from './failure.ts';
import type { AskProgress, AskResult, Evidence, GetModelProgress } from '../contract/index.ts';
import { serve } from './server.ts';
import type { ServedEngine } from './server.ts';
import { linesPlace } from '../text/index.ts';

const span: Evidence = {
  root: 0,
  path: 'a',
  startLine: 1,
  endLine: 1,
  place: linesPlace(1, 1),
  score: 1,
  text: 'blue door',
};
const survey = { files: 2, bytes: 8, tokens: 2, estimatedMs: null, skipped: [] };
const never = () => Promise.reject(new Error('not asked for in this test'));

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

/** The engine reads its first section when this resolves. */
let mayRead = Promise.resolve();

/** May be held before each of three sections, and tells of each. */
const engine: ServedEngine = {
  models: {
    list: () => Promise.resolve({ models: [], inUse: {} }),
    get: async ({ id }, onProgress, signal) => {
      onProgress({ phase: 'loading', bytes: 1 });
      await aborted(signal);
      throw new LibraryError('modelNotGot', message('modelNotHere', id));
    },
    prepare: never,
  },
  async ask({ question }, run) {
    let files = 0;
    while (files < 3) {
      run.tell({ kind: 'scan', files: ++files, bytes: 0 });
      await mayRead;
      await run.pass();
      if (run.signal.aborted) break;
    }
    return { question, cancelled: run.signal.aborted, coverage: { files } } as AskResult;
  },
  async answer({ evidence }, { tell, signal }) {
    tell({ kind: 'answer', text: 'So far' });
    await aborted(signal);
    return { text: `So far ${evidence.length}`, writer: 'stand-in', citations: [], unsupported: [] };
  },
  async survey({ roots }, signal) {
    if (roots.length === 0)
      throw new AskFailure('nothingToRead', 'Nothing.', [{ root: 0, path: 'x', reason: 'empty' }]);
    if (roots[0]!.path === 'wait') {
      await aborted(signal);
      throw new Error('aborted');
    }
    return survey;
  },
  document: () => Promise.resolve({ reason: 'unsupported' }),
  why: ({ question, evidence }) =>
    Promise.resolve({ questionWords: [question], found: [true], textWords: [evidence.text], weights: [[1]] }),
  async readAhead({ roots }, { tell, signal }) {
    tell({ files: 0, filesTotal: roots.length, tokens: 5, tokensTotal: 10 });
    await aborted(signal);
    return { outcome: 'cancelled', reason: '', windows: 1, read: 1 };
  },
  describe: never,
  clearMemory: never,
  replace: never,
};

let caller: MessageConnection;
let served: MessageConnection;
let ended = 0;

beforeEach(() => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  caller = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  served = createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  ended = 0;
  serve(served, engine, () => ended++);
  caller.listen();
  served.listen();
});
afterEach(() => {
  caller.dispose();
  served.dispose();
});

describe('serve', () => {
  it('pauses a question by its token, lets it go on, and knows when it has ended', async () => {
    let read = (): void => undefined;
    mayRead = new Promise((resolve) => (read = resolve));
    const told: AskProgress[] = [];
    caller.onProgress(new ProgressType<AskProgress>(), 'q', (value) => void told.push(value));
    const params = { question: 'who?', roots: [], writer: 'none', progressToken: 'q' } as const;
    const result = caller.sendRequest('infiniask/ask', params);
    expect(await caller.sendRequest('infiniask/pause', { progressToken: 'q', paused: true })).toBe(true);
    expect(await caller.sendRequest('infiniask/pause', { progressToken: 'other', paused: true })).toBe(false);
    read();
    // What is told arrives before the answer to a later request.
    await caller.sendRequest('infiniask/why', { question: 'who?', evidence: span });
    expect(told).toHaveLength(1);
    expect(await caller.sendRequest('infiniask/pause', { progressToken: 'q', paused: false })).toBe(true);
    expect(await result).toMatchObject({ cancelled: false, coverage: { files: 3 } });
    expect(told).toHaveLength(3);
    expect(await caller.sendRequest('infiniask/pause', { progressToken: 'q', paused: true })).toBe(false);
  });

  it('cancels a question that is paused', async () => {
    const cancel = new CancellationTokenSource();
    const params = { question: 'who?', roots: [], writer: 'none', progressToken: 'q' } as const;
    let read = (): void => undefined;
    mayRead = new Promise((resolve) => (read = resolve));
    const result = caller.sendRequest('infiniask/ask', params, cancel.token);
    await caller.sendRequest('infiniask/pause', { progressToken: 'q', paused: true });
    read();
    cancel.cancel();
    expect(await result).toMatchObject({ cancelled: true, coverage: { files: 1 } });
  });

  it('tells how far the getting of a model is, and what became of one that was cancelled', async () => {
    const cancel = new CancellationTokenSource();
    const told: GetModelProgress[] = [];
    caller.onProgress(new ProgressType<GetModelProgress>(), 'm', (value) => {
      told.push(value);
      cancel.cancel();
    });
    const getting = caller.sendRequest('infiniask/getModel', { id: 'big', progressToken: 'm' }, cancel.token);
    const failure: unknown = await getting.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ResponseError);
    expect(failure).toMatchObject({
      data: { id: 'modelNotGot', told: { id: 'modelNotHere', args: ['big'] } },
    });
    expect(told).toEqual([{ phase: 'loading', bytes: 1 }]);
    expect(await caller.sendRequest('infiniask/models', {})).toEqual({ models: [], inUse: {} });
  });

  it('resolves a cancelled answer with what was written', async () => {
    const cancel = new CancellationTokenSource();
    caller.onProgress(new ProgressType<AskProgress>(), 'a', () => cancel.cancel());
    const params = { question: 'who?', evidence: [span], writer: 'embedded', progressToken: 'a' } as const;
    expect(await caller.sendRequest('infiniask/answer', params, cancel.token)).toMatchObject({
      text: 'So far 1',
    });
  });

  it('surveys, and says why it cannot', async () => {
    expect(await caller.sendRequest('infiniask/survey', { roots: [{ path: '/x' }] })).toEqual(survey);
    const failure: unknown = await caller
      .sendRequest('infiniask/survey', { roots: [] })
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ResponseError);
    expect(failure).toMatchObject({
      message: 'Nothing.',
      data: { id: 'nothingToRead', skipped: [{ root: 0, path: 'x', reason: 'empty' }] },
    });
    const cancel = new CancellationTokenSource();
    const waiting = caller.sendRequest('infiniask/survey', { roots: [{ path: 'wait' }] }, cancel.token);
    cancel.cancel();
    await expect(waiting).rejects.toThrow('aborted');
  });

  it('says why', async () => {
    expect(await caller.sendRequest('infiniask/why', { question: 'who?', evidence: span })).toEqual({
      questionWords: ['who?'],
      found: [true],
      textWords: ['blue door'],
      weights: [[1]],
    });
  });

  it('ends after it has said that it will', async () => {
    expect(await caller.sendRequest('infiniask/shutdown', {})).toBeNull();
    await expect.poll(() => ended).toBe(1);
  });
});
