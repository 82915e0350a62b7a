import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../test/engine/setting.ts';
import { EngineClient, EngineError, type EngineClientOptions } from './client.ts';
import type { AskProgress } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';

/** An engine of few lines: the question's text says what it shall do. */
const fakeEngine = `
import { createMessageConnection, IPCMessageReader, IPCMessageWriter, ProgressType, ResponseError } from 'vscode-jsonrpc/node';
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const result = (question, cancelled) => ({
  question, strategy: 'fake', model: 'fake', cancelled,
  answer: { text: 'yes', writer: 'none', citations: [], unsupported: [] }, evidence: [],
  coverage: { files: 1, tokens: 2, windows: 1, remembered: 0, complete: !cancelled, skipped: [] },
  timing: { firstEvidenceMs: null, bestEvidenceMs: null, totalMs: 1, tokensPerSecond: 1 },
});
// A token that was cancelled before it was asked for never tells.
const cancelled = (token) =>
  new Promise((resolve) => token.isCancellationRequested ? resolve() : token.onCancellationRequested(resolve));
connection.onRequest('infiniask/ask', async (params, token) => {
  const report = (value) => connection.sendProgress(new ProgressType(), params.progressToken, value);
  await report({ kind: 'scan', files: 1, bytes: 10 });
  if (params.question === 'crash') {
    process.stderr.write('out of memory\\n', () => process.exit(3));
    return new Promise(() => {});
  }
  if (params.question === 'fail') {
    return new ResponseError(1, 'No file to read: choose another folder.',
      { id: 'nothingToRead', told: 'No file to read: choose another folder.', skipped: [{ root: 0, path: 'a.bin', reason: 'binary' }] });
  }
  if (params.question === 'throw') throw new Error('a bug');
  if (params.question === 'deaf') return new Promise(() => {});
  if (params.question === 'pausable') {
    const paused = [];
    await new Promise((resolve) => gates.set(params.progressToken, (on) => {
      paused.push(on);
      if (!on) resolve();
    }));
    gates.delete(params.progressToken);
    return result(paused.join(' '), false);
  }
  if (params.question === 'wait') {
    await cancelled(token);
    return result(params.question, true);
  }
  return result(params.question, false);
});
const gates = new Map();
connection.onRequest('infiniask/pause', ({ progressToken, paused }) => {
  const gate = gates.get(progressToken);
  if (gate) gate(paused);
  return gate !== undefined;
});
connection.onRequest('infiniask/answer', async (params, token) => {
  await connection.sendProgress(new ProgressType(), params.progressToken, { kind: 'answer', text: 'It ' });
  if (params.question === 'wait') await cancelled(token);
  return { text: 'It ' + params.evidence.length, writer: params.writer, citations: [], unsupported: [] };
});
connection.onRequest('infiniask/survey', async ({ roots }, token) => {
  if (roots[0].path === 'wait') {
    await cancelled(token);
    return new ResponseError(1, 'The walk was aborted.', { id: 'internal', told: 'The walk was aborted.' });
  }
  if (roots[0].path === 'missing') {
    return new ResponseError(1, 'There is no such folder.', { id: 'rootMissing', told: 'There is no such folder.' });
  }
  return { files: roots.length, bytes: 400, tokens: 100, estimatedMs: null, skipped: [] };
});
connection.onRequest('infiniask/why', ({ question, evidence }) => ({
  questionWords: question.split(' '), textWords: [evidence.text], weights: [[1]],
}));
connection.onRequest('infiniask/readAhead', async ({ progressToken, roots }, token) => {
  const now = { files: 0, filesTotal: roots.length, tokens: 5, tokensTotal: 10 };
  await connection.sendProgress(new ProgressType(), progressToken, now);
  await new Promise((resolve) => token.onCancellationRequested(resolve));
  return { outcome: 'cancelled', reason: '', windows: 1, read: 1 };
});
connection.onRequest('infiniask/describe', () => ({
  version: '0', model: 'fake', strategy: 'fake', windowTokens: 1, maxQuestionTokens: 1, processId: process.pid,
}));
connection.onRequest('infiniask/shutdown', () => {
  if (process.env.FAKE_DEAF) return new Promise(() => {});
  setTimeout(() => process.exit(0), 10);
  return null;
});
process.on('disconnect', () => process.exit(0));
connection.listen();
process.stderr.write('fake engine ready\\n');
`;

/** A caller of its own process, which a test can kill. */
const caller = `
import { EngineClient } from ${JSON.stringify(join(import.meta.dirname, 'client.ts'))};
const client = new EngineClient({ enginePath: process.argv[2] });
const { processId } = await client.describe();
process.send(processId);
`;

describe('EngineClient', () => {
  let folder = '';
  let enginePath = '';
  const clients: EngineClient[] = [];
  const lines: string[] = [];

  const bundle = async (name: string, contents: string, format: 'cjs' | 'esm') => {
    const outfile = join(folder, name);
    await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format,
      outfile,
      ...(format === 'esm'
        ? {
            banner: {
              js: "import { createRequire } from 'node:module';const require=createRequire(import.meta.url);",
            },
          }
        : {}),
    });
    return outfile;
  };
  const client = (options: Partial<EngineClientOptions> = {}) => {
    const made = new EngineClient({ enginePath, log: (line) => lines.push(line), ...options });
    clients.push(made);
    return made;
  };
  const ask = (to: EngineClient, question: string, signal = new AbortController().signal) => {
    const progress: AskProgress[] = [];
    const params = { question, roots: [{ path: folder }], writer: 'none' as const };
    return { progress, result: to.ask(params, (value) => progress.push(value), signal) };
  };
  const failure = async (promise: Promise<unknown>): Promise<EngineError> => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(EngineError);
    return error as EngineError;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infiniask-client-'));
    enginePath = await bundle('engine.cjs', fakeEngine, 'cjs');
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made.dispose()));
    lines.length = 0;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('starts at the first question and passes progress and result', async () => {
    const made = client();
    expect(made.processId).toBeUndefined();
    const { progress, result } = ask(made, 'where?');
    expect(await result).toMatchObject({ question: 'where?', cancelled: false });
    expect(progress).toEqual([{ kind: 'scan', files: 1, bytes: 10 }]);
    expect(made.processId).toBe((await made.describe()).processId);
    expect(lines).toContain('fake engine ready');
  });

  it('says when it is busy: from the first request to the end of the last', async () => {
    const told: boolean[] = [];
    const made = client({ onBusy: (busy) => told.push(busy) });
    const abort = new AbortController();
    const waiting = ask(made, 'wait', abort.signal).result;
    await ask(made, 'where?').result;
    expect(told).toEqual([true]);
    abort.abort();
    await waiting;
    expect(told).toEqual([true, false]);
    await failure(ask(made, 'crash').result);
    expect(told).toEqual([true, false, true, false]);
  });

  it('reads ahead with progress and can be cancelled', async () => {
    const abort = new AbortController();
    const seen: unknown[] = [];
    const read = client().readAhead(
      { roots: [{ path: '/a' }] },
      (now) => {
        seen.push(now);
        abort.abort();
      },
      abort.signal,
    );
    expect(await read).toEqual({ outcome: 'cancelled', reason: '', windows: 1, read: 1 });
    expect(seen).toEqual([{ files: 0, filesTotal: 1, tokens: 5, tokensTotal: 10 }]);
  });

  it('resolves a cancelled question with what was found', async () => {
    const abort = new AbortController();
    const { result } = ask(client(), 'wait', abort.signal);
    setTimeout(() => abort.abort(), 50);
    expect(await result).toMatchObject({ cancelled: true, coverage: { complete: false } });
  });

  it('cancels a question whose signal was aborted before', async () => {
    expect(await ask(client(), 'wait', AbortSignal.abort()).result).toMatchObject({ cancelled: true });
  });

  it('ends an engine that does not obey a cancellation', async () => {
    const abort = new AbortController();
    const { result } = ask(client({ cancelGraceMs: 100 }), 'deaf', abort.signal);
    setTimeout(() => abort.abort(), 50);
    expect((await failure(result)).id).toBe('engineStopped');
  });

  it('pauses the question that runs, and lets it go on', async () => {
    const made = client();
    expect(await made.pause(true)).toBe(false);
    expect(made.processId).toBeUndefined();
    const { result } = ask(made, 'pausable');
    expect(await made.pause(true)).toBe(true);
    expect(await made.pause(false)).toBe(true);
    expect(await result).toMatchObject({ question: 'true false' });
    expect(await made.pause(true)).toBe(false);
  });

  it('has an answer written from given evidence, and stopped', async () => {
    const made = client();
    const span = {
      root: 0,
      path: 'a',
      startLine: 1,
      endLine: 1,
      place: linesPlace(1, 1),
      score: 1,
      text: 'x',
    };
    const write = (question: string, signal: AbortSignal, onProgress: (value: AskProgress) => void) =>
      made.answer({ question, evidence: [span, span], writer: 'embedded' }, onProgress, signal);
    const progress: AskProgress[] = [];
    const never = new AbortController().signal;
    expect(await write('who?', never, (value) => progress.push(value))).toMatchObject({
      text: 'It 2',
      writer: 'embedded',
    });
    expect(progress).toEqual([{ kind: 'answer', text: 'It ' }]);
    const cancel = new AbortController();
    expect(await write('wait', cancel.signal, () => cancel.abort())).toMatchObject({ text: 'It 2' });
  });

  it('says what a question would read, unless it is aborted', async () => {
    const made = client();
    expect(await made.survey({ roots: [{ path: folder }] })).toMatchObject({ files: 1, tokens: 100 });
    expect((await failure(made.survey({ roots: [{ path: 'missing' }] }))).id).toBe('rootMissing');
    const cancel = new AbortController();
    const aborted = made.survey({ roots: [{ path: 'wait' }] }, cancel.signal);
    cancel.abort(new Error('the folder changed'));
    await expect(aborted).rejects.toThrow('the folder changed');
    await expect(made.survey({ roots: [{ path: folder }] }, cancel.signal)).rejects.toThrow(
      'the folder changed',
    );
  });

  it('says which words looked at which', async () => {
    const evidence = {
      root: 0,
      path: 'a',
      startLine: 1,
      endLine: 1,
      place: linesPlace(1, 1),
      score: 1,
      text: 'blue door',
    };
    expect(await client().why({ question: 'what colour', evidence })).toEqual({
      questionWords: ['what', 'colour'],
      textWords: ['blue door'],
      weights: [[1]],
    });
  });

  it('spares an engine that does not obey when it serves others too', async () => {
    const made = client({ cancelGraceMs: 0 });
    const { processId } = await made.describe();
    const abort = new AbortController();
    const params = { question: 'deaf', roots: [{ path: folder }], writer: 'none' as const };
    const deaf = failure(made.ask(params, () => undefined, abort.signal, { background: true }));
    abort.abort();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ask(made, 'where?').result).toMatchObject({ cancelled: false });
    expect(made.processId).toBe(processId);
    await made.dispose();
    expect((await deaf).id).toBe('engineStopped');
  });

  it('rejects running requests when the process crashes, then starts a new one', async () => {
    const made = client();
    const first = (await made.describe()).processId;
    const waiting = failure(ask(made, 'wait').result);
    const crash = await failure(ask(made, 'crash').result);
    expect(crash.id).toBe('engineStopped');
    expect(crash.message).toContain('exit code 3');
    expect(crash.message).toContain('out of memory');
    expect((await waiting).id).toBe('engineStopped');
    expect(made.processId).toBeUndefined();
    expect(await ask(made, 'again').result).toMatchObject({ question: 'again' });
    expect(made.processId).not.toBe(first);
  });

  it('survives a kill from outside', async () => {
    const made = client();
    await made.describe();
    const waiting = failure(ask(made, 'wait').result);
    process.kill(made.processId!, 'SIGKILL');
    expect((await waiting).message).toContain('SIGKILL');
    expect(await ask(made, 'again').result).toMatchObject({ cancelled: false });
  });

  it('turns error responses into typed errors', async () => {
    const made = client();
    expect(await failure(ask(made, 'fail').result)).toMatchObject({
      id: 'nothingToRead',
      message: 'No file to read: choose another folder.',
      skipped: [{ root: 0, path: 'a.bin', reason: 'binary' }],
    });
    expect((await failure(ask(made, 'throw').result)).id).toBe('internal');
  });

  it('reports an engine that cannot start', async () => {
    const made = new EngineClient({ enginePath: join(folder, 'missing.cjs') });
    expect((await failure(made.describe())).id).toBe('engineStopped');
  });

  it('ends the process on dispose, by force when it does not answer', async () => {
    const polite = client();
    const politePid = (await polite.describe()).processId;
    await polite.dispose();
    expect(isAlive(politePid)).toBe(false);
    expect((await failure(polite.describe())).id).toBe('engineStopped');

    process.env['FAKE_DEAF'] = '1';
    const deaf = client({ shutdownGraceMs: 100 });
    const deafPid = (await deaf.describe()).processId;
    delete process.env['FAKE_DEAF'];
    await deaf.dispose();
    expect(isAlive(deafPid)).toBe(false);
  });

  it('leaves no process behind when the caller is killed', async () => {
    const program = await bundle('caller.mjs', caller, 'esm');
    const parent = fork(program, [enginePath], { execArgv: [] });
    const [pid] = (await once(parent, 'message')) as [number];
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });

  it('keeps the log readable when the program is broken', async () => {
    const broken = join(folder, 'broken.cjs');
    await writeFile(broken, 'throw new Error("no native binary")');
    const made = new EngineClient({ enginePath: broken, log: (line) => lines.push(line) });
    await failure(made.describe());
    expect(lines.join('\n')).toContain('no native binary');
  });
});
