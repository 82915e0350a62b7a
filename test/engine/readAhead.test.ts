/** Reading before a question is asked, with the real model: what the question finds is the same, and all is known. */
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inWords, message } from '../../src/messages/index.ts';
import { EngineClient } from '../../src/client/index.ts';
import { Engine, Run } from '../../src/engine/index.ts';
import type { AskResult, ReadAheadProgress, ReadAheadResult } from '../../src/contract/index.ts';
import { prose } from '../cli/planted.ts';
import { isAlive, modelFolder, program, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const NEEDLE = 'The door of the boat house was painted turquoise last spring.';
const QUESTION = 'Which colour has the door of the boat house?';

/** About six windows. */
function corpus(): Record<string, string> {
  const files = Object.fromEntries(prose(10_000));
  return { ...files, 'lib/boats.txt': `${NEEDLE}\n`, 'lib/empty.txt': '' };
}

interface Options {
  readonly capBytes?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadAheadProgress) => void;
}

/** With an engine of its own, as the extension does it. */
async function withEngine<T>(
  folder: string | undefined,
  capBytes: number | undefined,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const memory = folder === undefined ? undefined : { folder, capBytes };
  const engine = new Engine({ modelFolder, version: 'test', threads: 1, memory });
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

const readAhead = (
  path: string,
  memory: string | undefined,
  options: Options = {},
): Promise<ReadAheadResult> =>
  withEngine(memory, options.capBytes, (engine) =>
    engine.readAhead({ roots: [{ path }] }, new Run(options.onProgress, options.signal)),
  );

const ask = (path: string, memory?: string): Promise<AskResult> =>
  withEngine(memory, undefined, (engine) =>
    engine.ask({ question: QUESTION, roots: [{ path }], writer: 'none' }, new Run()),
  );

function expectSame(one: AskResult, other: AskResult): void {
  const spans = ({ evidence }: AskResult) =>
    evidence.map(({ root, path, startLine, endLine, text }) => ({ root, path, startLine, endLine, text }));
  expect(spans(one)).toEqual(spans(other));
  one.evidence.forEach(({ score }, i) => expect(score).toBeCloseTo(other.evidence[i]!.score, 5));
}

/** Every value's file by name, with what changes when it is written anew. */
function inodes(memory: string): [string, number][] {
  return readdirSync(memory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[0-9a-f]{62}$/.test(name))
    .sort()
    .map((name): [string, number] => [name, statSync(join(memory, name)).ino]);
}

describe('reading ahead', () => {
  it('leaves a question nothing to read, and the same evidence', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const progress: ReadAheadProgress[] = [];
    const read = await readAhead(folder, memory, { onProgress: (now) => progress.push(now) });
    expect(read.windows).toBeGreaterThan(3);
    expect(read).toEqual({ outcome: 'complete', reason: '', windows: read.windows, read: read.windows });
    for (const { files, filesTotal, tokens, tokensTotal } of progress) {
      expect(files).toBeLessThanOrEqual(filesTotal);
      expect(tokens).toBeGreaterThan(0);
      expect(tokens).toBeLessThanOrEqual(tokensTotal);
    }
    expect(progress.length).toBeGreaterThan(0);

    const after = await ask(folder, memory);
    expect(after.coverage.windows).toBe(read.windows);
    expect(after.coverage.remembered).toBe(read.windows);
    const without = await ask(folder);
    expect(without.evidence[0]!.text).toContain('turquoise');
    expectSame(after, without);
  });

  it('reads and writes nothing when everything is known, and after an edit only what is near it', async () => {
    const files = corpus();
    const [folder, memory] = [temporary(files), temporary()];
    await ask(folder, memory);
    const before = inodes(memory);
    const again = await readAhead(folder, memory);
    expect(again).toMatchObject({ outcome: 'complete', read: 0 });
    expect(again.windows).toBeGreaterThan(3);
    expect(inodes(memory)).toEqual(before);

    writeFileSync(join(folder, 'lib/boats.txt'), `${NEEDLE} So they say.\n`);
    const edited = await readAhead(folder, memory);
    expect(edited.read).toBeGreaterThan(0);
    expect(edited.read).toBeLessThanOrEqual(edited.windows / 2);
    const after = await ask(folder, memory);
    expect(after.coverage.remembered).toBe(after.coverage.windows);
  });

  it('goes on where it was cancelled', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const cancel = new AbortController();
    const first = await readAhead(folder, memory, {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    expect(first.outcome).toBe('cancelled');
    expect(first.read).toBeGreaterThan(0);
    const second = await readAhead(folder, memory);
    expect(second.outcome).toBe('complete');
    expect(second.read).toBe(second.windows - first.read);
    expectSame(await ask(folder, memory), await ask(folder));
  });

  it('stops when the store is full, and drops nothing for it', async () => {
    const [folder, memory, other] = [temporary(corpus()), temporary(), temporary(corpus())];
    const capBytes = 5e6;
    const full = await readAhead(folder, memory, { capBytes });
    expect(full).toMatchObject({
      outcome: 'full',
      reason: message('cacheFull'),
    });
    expect(full.read).toBeGreaterThan(0);
    const before = inodes(memory);
    writeFileSync(join(other, 'lib/boats.txt'), 'Nothing is painted here, or anywhere else.\n');
    expect((await readAhead(other, memory, { capBytes })).outcome).toBe('full');
    expect(inodes(memory)).toEqual(expect.arrayContaining(before));
  });

  it('says why when nothing can be kept', async () => {
    const folder = temporary(corpus());
    expect(await readAhead(folder, undefined)).toMatchObject({
      outcome: 'unavailable',
      reason: message('cacheOff'),
      windows: 0,
    });
    const blocked = join(temporary({ file: 'in the way' }), 'file');
    const { outcome, reason } = await readAhead(folder, blocked);
    expect(outcome).toBe('unavailable');
    expect(inWords(reason)).toContain('a file is where a folder should be');
  });

  it('fails as a question does where there is nothing to read', async () => {
    await expect(readAhead(temporary(), temporary())).rejects.toMatchObject({ id: 'nothingToRead' });
    const gone = temporary();
    rmSync(gone, { recursive: true });
    await expect(readAhead(gone, temporary())).rejects.toMatchObject({ id: 'rootMissing' });
  });
});

describe('the process that reads in the background', () => {
  const clients: EngineClient[] = [];
  afterAll(() => Promise.all(clients.map((client) => client.dispose())));

  function background(memory: string): EngineClient {
    const client = new EngineClient({
      enginePath: program('engine'),
      environment: () => ({ INFINIASK_CACHE: memory, INFINIASK_BACKGROUND: '1' }),
    });
    clients.push(client);
    return client;
  }

  /** On a busy machine a process of low priority has to wait for all others. */
  const PATIENCE_MS = 300_000;

  it('tells of its progress, obeys a cancellation, goes on, and ends', { timeout: PATIENCE_MS }, async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const client = background(memory);
    const cancel = new AbortController();
    const first = await client.readAhead({ roots: [{ path: folder }] }, () => cancel.abort(), cancel.signal);
    expect(cancel.signal.aborted).toBe(true);
    expect(first.outcome).toBe('cancelled');
    const { processId } = await client.describe();
    expect(getPriority(processId)).toBe(constants.priority.PRIORITY_LOW);
    await client.dispose();
    expect(isAlive(processId)).toBe(false);
    const second = await background(memory).readAhead(
      { roots: [{ path: folder }] },
      () => undefined,
      new AbortController().signal,
    );
    expect(second.outcome).toBe('complete');
    expect(second.read).toBe(second.windows - first.read);
  });
});
