/** The real engine process, spoken to through the client that the extension uses. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync, truncateSync, unlinkSync, readFileSync, writeFileSync, chmodSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { EngineClient, EngineError } from '../../src/client/index.ts';
import type { AskProgress, AskResult } from '../../src/contract/index.ts';
import { prose } from '../cli/planted.ts';
import { isAlive, modelFolder, program, temporaryFolders } from './setting.ts';
import { linesPlace } from '../../src/text/index.ts';

const enginePath = program('engine');
const temporary = temporaryFolders();
const client = new EngineClient({ enginePath });
afterAll(() => client.dispose());

const library = temporary({
  'README.md': '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
  'src/loans.ts':
    '/** Days a book may be kept. */\nexport const LOAN_DAYS = 28;\n\n' +
    'export function isOverdue(daysKept: number): boolean {\n  return daysKept > LOAN_DAYS;\n}\n',
});
/** Several dozen windows. */
const long = temporary(Object.fromEntries(prose(90_000)));

interface Asked {
  readonly result: Promise<AskResult>;
  readonly progress: AskProgress[];
}

function ask(
  question: string,
  paths: string | string[],
  options: {
    client?: EngineClient;
    writer?: 'embedded' | 'none';
    signal?: AbortSignal;
    onProgress?: (progress: AskProgress) => void;
    maxFileSizeBytes?: number;
  } = {},
): Asked {
  const progress: AskProgress[] = [];
  const { writer = 'none', maxFileSizeBytes } = options;
  const roots = [paths].flat().map((path) => ({ path }));
  const result = (options.client ?? client).ask(
    { question, roots, writer, corpus: { maxFileSizeBytes } },
    (event) => {
      progress.push(event);
      options.onProgress?.(event);
    },
    options.signal ?? new AbortController().signal,
  );
  return { result, progress };
}

async function failure(promise: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await promise.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

const kinds = (progress: readonly AskProgress[]): Set<string> => new Set(progress.map(({ kind }) => kind));

describe('a question', () => {
  it('is answered with progress, evidence and a text that cites it', async () => {
    const { result, progress } = ask('Where does the archive key hang?', library, { writer: 'embedded' });
    const answer = await result;
    expect(answer.evidence[0]).toMatchObject({ root: 0, path: 'README.md' });
    expect(answer.evidence[0]!.startLine).toBeLessThanOrEqual(4);
    expect(answer.evidence[0]!.endLine).toBe(4);
    expect(answer.evidence[0]!.text).toContain('The archive key hangs behind the blue door.');
    expect(answer.answer.writer).toBe('minimind2-small');
    expect(answer.answer.text).not.toBe('');
    for (const { marker, starts, evidence } of answer.answer.citations) {
      for (const start of starts) expect(answer.answer.text.startsWith(marker, start)).toBe(true);
      expect(answer.evidence[evidence]).toBeDefined();
    }
    expect(answer).toMatchObject({ cancelled: false, coverage: { files: 2, complete: true, skipped: [] } });
    expect(progress[0]).toMatchObject({ kind: 'scan', files: 2 });
    expect(kinds(progress)).toEqual(new Set(['scan', 'read', 'evidence', 'answer']));
    const read = progress.flatMap((event) => (event.kind === 'read' ? [event] : []));
    expect(read[0]!.filesTotal).toBe(2);
    expect(read[0]!.tokens).toBeGreaterThan(0);
    expect(read[0]!.tokensTotal).toBeGreaterThanOrEqual(read[0]!.tokens);
  });

  it('may be about several roots, one of them a file', async () => {
    const other = temporary({ 'notes.txt': 'The ferry to Elba leaves at 7:40 from pier three.\n' });
    const roots = [library, join(other, 'notes.txt')];
    const answer = await ask('When does the ferry to Elba leave?', roots).result;
    expect(answer.evidence[0]).toMatchObject({ root: 1, path: 'notes.txt', startLine: 1, endLine: 1 });
    expect(answer.coverage.files).toBe(3);
    expect(answer.answer).toEqual({ text: '', writer: 'none', citations: [], unsupported: [] });
  });

  it('may contain what looks like a special token, and so may the text', async () => {
    const folder = temporary({
      'chat.md':
        'Rain.\n\nThe marker <|im_end|> closes a message.<|im_start|>system\n\nSnow and <|endoftext|> wind.\n',
    });
    const answer = await ask('What does the marker <|im_end|> close?<|im_start|>', folder, {
      writer: 'embedded',
    }).result;
    expect(answer.question).toBe('What does the marker <|im_end|> close?<|im_start|>');
    expect(answer.evidence[0]).toMatchObject({ path: 'chat.md' });
    expect(answer.evidence[0]!.text).toContain('The marker <|im_end|> closes a message.');
  });

  it('may be asked while another one is being answered', async () => {
    const [first, second] = await Promise.all([
      ask('Where does the archive key hang?', library).result,
      ask('How many days may a book be kept?', library).result,
    ]);
    expect([first.question, second.question]).toEqual([
      'Where does the archive key hang?',
      'How many days may a book be kept?',
    ]);
    expect(first.evidence[0]!.path).toBe('README.md');
    expect(second.evidence[0]!.path).toBe('src/loans.ts');
  });
});

describe('pausing', () => {
  it('holds a question, while others are served, until it goes on', async () => {
    const folder = temporary(Object.fromEntries(prose(12_000)));
    let paused: Promise<boolean> | undefined;
    const { result } = ask('What is the best way to start?', folder, {
      onProgress: ({ kind }) => {
        if (kind === 'read') paused ??= client.pause(true);
      },
    });
    await expect.poll(() => paused, { timeout: 30_000 }).toBeDefined();
    expect(await paused).toBe(true);
    const evidence = {
      root: 0,
      path: 'a.md',
      startLine: 1,
      endLine: 1,
      place: linesPlace(1, 1),
      score: 1,
      text: 'The blue door.',
    };
    const { textWords } = await client.why({ question: 'Which door?', evidence });
    expect(textWords).toEqual(['The ', 'blue ', 'door.']);
    const { files, skipped } = await client.survey({ roots: [{ path: folder }] });
    expect(await client.pause(false)).toBe(true);
    expect(await result).toMatchObject({ cancelled: false, coverage: { files, skipped, complete: true } });
    expect(await client.pause(true)).toBe(false);
  });
});

describe('an answer from given evidence', () => {
  it('is told as it is written', async () => {
    const progress: AskProgress[] = [];
    const evidence = [
      {
        root: 0,
        path: 'a.md',
        startLine: 1,
        endLine: 1,
        place: linesPlace(1, 1),
        score: 1,
        text: 'The caretaker is Mrs Odenwald.',
      },
    ];
    const answer = await client.answer(
      { question: 'Who is the caretaker?', evidence, writer: 'embedded' },
      (event) => progress.push(event),
      new AbortController().signal,
    );
    expect(answer.text).toContain('Odenwald');
    expect(kinds(progress)).toEqual(new Set(['answer']));
  });
});

describe('cancelling', () => {
  it('ends the reading and returns what was found', async () => {
    const cancel = new AbortController();
    let seen = 0;
    const { result } = ask('What is the best way to start?', long, {
      signal: cancel.signal,
      onProgress: (event) => {
        if (event.kind !== 'read' || event.windows < 3 || cancel.signal.aborted) return;
        seen = event.windows;
        cancel.abort();
      },
    });
    const answer = await result;
    expect(answer).toMatchObject({ cancelled: true, coverage: { complete: false } });
    expect(answer.coverage.windows).toBeGreaterThanOrEqual(seen);
    // How far the engine came until the message arrived depends on the machine; it did not go to the end.
    expect(answer.coverage.files).toBeLessThan(prose(90_000).size);
    expect(answer.evidence.length).toBeGreaterThan(0);
    expect(answer.answer.text).toBe('');
  });

  it('is obeyed when it comes before the engine has begun', async () => {
    const answer = await ask('What is the best way to start?', long, { signal: AbortSignal.abort() }).result;
    expect(answer).toMatchObject({ cancelled: true, coverage: { complete: false }, evidence: [] });
    expect(answer.coverage.windows).toBeLessThanOrEqual(1);
  });
});

describe('a crash', () => {
  it('in the middle of a question is told, and the next question starts a new engine', async () => {
    const { processId } = await client.describe();
    const { result, progress } = ask('What is the best way to start?', long, {
      onProgress: (event) => {
        if (event.kind === 'evidence' && isAlive(processId)) process.kill(processId, 'SIGKILL');
      },
    });
    const error = await failure(result);
    expect(error.id).toBe('engineStopped');
    expect(error.message).toMatch(/SIGKILL.*Ask again/);
    // What was found until then has been told.
    expect(progress.findLast(({ kind }) => kind === 'evidence')).toBeDefined();

    const answer = await ask('Where does the archive key hang?', library).result;
    expect(answer.evidence[0]!.path).toBe('README.md');
    expect(client.processId).not.toBe(processId);
  });
});

describe('the end of the parent', () => {
  it('is the end of the engine, also in the middle of a question', async () => {
    const folder = temporary({
      'parent.mjs': `
        import { fork } from 'node:child_process';
        const engine = fork(process.argv[2], [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
        engine.on('message', (message) => message.method === '$/progress' && process.send(engine.pid));
        engine.send({ jsonrpc: '2.0', id: 1, method: 'infiniask/ask', params: JSON.parse(process.argv[3]) });
      `,
    });
    const params = { question: 'Who?', roots: [{ path: long }], writer: 'none', progressToken: 'p' };
    const parent = fork(join(folder, 'parent.mjs'), [enginePath, JSON.stringify(params)], { execArgv: [] });
    const [engine] = (await once(parent, 'message')) as [number];
    expect(isAlive(engine)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(engine), { timeout: 20_000 }).toBe(false);
  });
});

describe('bad input', () => {
  it('a folder that is not there', async () => {
    const path = join(library, 'nowhere');
    const error = await failure(ask('Who?', [library, path]).result);
    expect(error.id).toBe('rootMissing');
    expect(error.message).toContain(path);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a folder that cannot be read',
    async () => {
      const folder = temporary({ 'a.txt': 'Words.\n' });
      chmodSync(folder, 0o000);
      try {
        const error = await failure(ask('Who?', folder).result);
        expect(error.id).toBe('rootUnreadable');
        expect(error.message).toContain(folder);
      } finally {
        chmodSync(folder, 0o700);
      }
    },
  );

  it('an empty folder', async () => {
    const error = await failure(ask('Who?', temporary()).result);
    expect(error.id).toBe('nothingToRead');
    expect(error.message).toMatch(/empty.*Choose a folder/);
  });

  it('a folder with nothing but binaries and empty files: each is named', async () => {
    const folder = temporary({ 'a.png': 'x', 'b.dat': new Uint8Array(64), 'c.txt': ' \n' });
    const error = await failure(ask('Who?', folder).result);
    expect(error.id).toBe('nothingToRead');
    expect(error.message).toMatch(/a\.png, b\.dat: not text; c\.txt: empty/);
    expect(error.skipped.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      'a.png binary',
      'b.dat binary',
      'c.txt empty',
    ]);
  });

  it.each(['', '  \n\t '])('an empty question: "%s"', async (question) => {
    const error = await failure(ask(question, library).result);
    expect(error.id).toBe('questionEmpty');
    expect(error.message).toContain('Type what you want to know');
  });

  it('a question longer than the model can take', async () => {
    const { maxQuestionTokens, windowTokens } = await client.describe();
    expect(maxQuestionTokens).toBeLessThan(windowTokens);
    const error = await failure(ask('archive key '.repeat(20_000), library).result);
    expect(error.id).toBe('questionTooLong');
    expect(error.message).toMatch(/239999 characters; 200000 is the most.*Save it as a file/);
  });

  it('files that vanish, grow and change after their text was taken up, before the model reads it', async () => {
    const folder = temporary({
      ...Object.fromEntries([...prose(10_000)].map(([name, text]) => [`a/${name}`, text])),
      'b/changed.txt': 'Rain.\n\nThe new colour of the gate is violet.\n',
      'b/gone.txt': 'The gate was built by nobody.\n',
      'b/grown.txt': 'The gate is small.\n',
    });
    let done = false;
    const { result } = ask('What is the new colour of the gate?', folder, {
      maxFileSizeBytes: 100_000,
      onProgress: (event) => {
        if (event.kind !== 'read' || done) return;
        done = true;
        unlinkSync(join(folder, 'b/gone.txt'));
        writeFileSync(join(folder, 'b/grown.txt'), 'The gate is large.\n'.repeat(6000));
        writeFileSync(join(folder, 'b/changed.txt'), 'Snow.\n');
      },
    });
    const answer = await result;
    expect(done).toBe(true);
    // All of it is the text as it stood when the question was asked.
    expect(answer.coverage).toMatchObject({ complete: true, skipped: [] });
    expect(answer.evidence[0]).toMatchObject({ path: 'b/changed.txt', endLine: 3 });
    expect(answer.evidence[0]!.text).toContain('The new colour of the gate is violet.');
  });
});

describe('a model', () => {
  const own = new EngineClient({ enginePath });
  afterAll(() => own.dispose());
  afterEach(() => {
    delete process.env['INFINIASK_MODEL'];
  });

  const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

  it('that is damaged is named with both checksums, and works as soon as it is mended', async () => {
    const copy = temporary();
    cpSync(modelFolder, copy, { recursive: true });
    const graph = join(copy, 'reader.onnx');
    const expected = sha256(graph);
    truncateSync(graph, 100_000);
    process.env['INFINIASK_MODEL'] = copy;
    const error = await failure(ask('Where does the archive key hang?', library, { client: own }).result);
    expect(error.id).toBe('modelCorrupt');
    expect(error.message).toContain(graph);
    expect(error.message).toContain(expected);
    expect(error.message).toContain(sha256(graph));
    expect(error.message).toMatch(/build the model again|install/i);

    cpSync(join(modelFolder, 'reader.onnx'), graph);
    const answer = await ask('Where does the archive key hang?', library, { client: own }).result;
    expect(answer.evidence[0]!.path).toBe('README.md');
  });

  it.each([
    ['is not there', [], /config\.json.*GGUF/],
    ['has not been built', ['manifest.json'], /install/i],
  ])('that %s is named, and what to do about it', async (_, files, whatToDo) => {
    const folder = temporary();
    for (const name of files) cpSync(join(modelFolder, name), join(folder, name));
    process.env['INFINIASK_MODEL'] = folder;
    const other = new EngineClient({ enginePath });
    try {
      const error = await failure(ask('Who?', library, { client: other }).result);
      expect(error.id).toBe('modelMissing');
      expect(error.message).toContain(folder);
      expect(error.message).toMatch(whatToDo);
    } finally {
      await other.dispose();
      rmSync(folder, { recursive: true });
    }
  });
});
