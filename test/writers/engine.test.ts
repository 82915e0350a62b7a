/** Who writes, seen from whoever asks: the engine in this process, and the real process with its request back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inWords } from '../../src/messages/index.ts';
import { EngineClient, type WriteWithEditor } from '../../src/client/index.ts';
import { Engine, Run } from '../../src/engine/index.ts';
import type { AskProgress, AskResult, Question } from '../../src/contract/index.ts';
import { modelFolder, program, temporaryFolders } from '../engine/setting.ts';
import { breaksAfter, deadUrl, fallsSilentAfter, KEY, MODEL, refuses, StandIn, streams } from './standIn.ts';

const temporary = temporaryFolders();
const library = temporary({
  'README.md': '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
  'private.txt': 'Nobody may know that the gardener is called Hortensia.\n',
});
const QUESTION = 'Where does the archive key hang?';
const ANSWER = 'The archive key hangs behind the blue door [1]. So it was [99].';

let server: StandIn;
beforeAll(async () => {
  server = await StandIn.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.behaviour = streams([ANSWER.slice(0, 20), ANSWER.slice(20)]);
  server.key = undefined;
  server.received.length = 0;
});

type Asker = (
  question: Question,
  onProgress: (progress: AskProgress) => void,
  signal: AbortSignal,
) => Promise<AskResult>;

const engine = new Engine({ modelFolder, version: 'test' });
const write: { editor: WriteWithEditor } = { editor: () => Promise.reject(new Error('not set')) };
const client = new EngineClient({
  enginePath: program('engine'),
  write: (prompt, onText, signal) => write.editor(prompt, onText, signal),
});
afterAll(async () => {
  await engine.dispose();
  await client.dispose();
});

async function ask(
  asker: Asker,
  question: Partial<Question>,
  onProgress: (progress: AskProgress) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<AskResult> {
  const roots = [{ path: library }];
  const asked = { question: QUESTION, roots, budgetTokens: 10, writer: 'endpoint' as const, ...question };
  return asker(asked, onProgress, signal);
}

/** The evidence is there and the question has not failed, whatever became of the writer. */
function expectStands(result: AskResult): void {
  expect(result).toMatchObject({
    finding: 'clear',
    cancelled: false,
    coverage: { files: 2, complete: true },
  });
  expect(result.evidence[0]).toMatchObject({ path: 'README.md', endLine: 4 });
}

describe.each<[string, Asker]>([
  ['the engine', (question, ...run) => engine.ask(question, new Run(...run))],
  ['the process', (...args) => client.ask(...args)],
])('an endpoint, asked by %s', (_, asker) => {
  it('writes the answer, whose markers become citations', async () => {
    const texts: string[] = [];
    server.key = KEY;
    const result = await ask(asker, { endpoint: { ...server.endpoint, apiKey: KEY } }, (progress) => {
      if (progress.kind === 'answer') texts.push(progress.text);
    });
    expectStands(result);
    expect(result.answer).toEqual({
      text: 'The archive key hangs behind the blue door [1]. So it was.',
      writer: `${MODEL} (${server.host})`,
      citations: [{ marker: '[1]', starts: [43], evidence: 0 }],
      unsupported: [{ text: 'So it was.', start: 48 }],
    });
    expect(texts.at(-1)).toBe(ANSWER);
  });

  it('is sent the kept lines and nothing else of the files', async () => {
    const result = await ask(asker, { endpoint: server.endpoint });
    const sent = JSON.stringify(server.received[0]!.body);
    for (const { path, startLine, endLine } of result.evidence) {
      expect(sent).toContain(`${path}:${startLine}-${endLine}`);
    }
    expect(sent).toContain('The archive key hangs behind the blue door.');
    expect(result.evidence.map(({ path }) => path)).not.toContain('private.txt');
    expect(sent).not.toContain('Hortensia');
    expect(sent).not.toContain(library);
  });

  it.each([
    ['refuses the key', refuses(401, 'no'), /refused the key/],
    ['does not have the model', refuses(404, 'no'), /does not know the model/],
    ['has too much to do', refuses(429, 'no'), /Wait/],
    ['fails', refuses(500, 'no'), /Its log/],
  ])('that %s leaves the evidence standing', async (_, behaviour, failure) => {
    server.behaviour = behaviour;
    const result = await ask(asker, { endpoint: server.endpoint });
    expectStands(result);
    expect(result.answer).toMatchObject({ text: '', writer: 'none', citations: [], unsupported: [] });
    expect(inWords(result.answer.failure!)).toMatch(failure);
  });

  it('that is not there, or not given, leaves the evidence standing', async () => {
    const gone = await ask(asker, { endpoint: { url: await deadUrl(), model: MODEL } });
    expectStands(gone);
    expect(inWords(gone.answer.failure!)).toMatch(/Is the server running/);
    const none = await ask(asker, {});
    expectStands(none);
    expect(inWords(none.answer.failure!)).toMatch(/is no URL/);
  });

  it('that breaks off leaves what it wrote', async () => {
    server.behaviour = breaksAfter(['The archive key hangs ', 'behind the blue door [1].']);
    const { answer } = await ask(asker, { endpoint: server.endpoint });
    expect(answer).toMatchObject({
      text: 'The archive key hangs behind the blue door [1].',
      writer: `${MODEL} (${server.host})`,
      citations: [{ marker: '[1]', starts: [43], evidence: 0 }],
    });
    expect(inWords(answer.failure!)).toMatch(/before the answer was complete/);
  });

  it('is cancelled with what it wrote', async () => {
    server.behaviour = fallsSilentAfter(['Somewhere']);
    const cancel = new AbortController();
    const result = await ask(
      asker,
      { endpoint: server.endpoint },
      ({ kind }) => {
        if (kind === 'answer') cancel.abort();
      },
      cancel.signal,
    );
    expect(result.cancelled).toBe(true);
    expect(result.answer.text).toBe('Somewhere');
    expect(result.answer.failure).toBeUndefined();
  });

  it('is not asked when nothing clear was found', async () => {
    const result = await ask(asker, {
      endpoint: server.endpoint,
      question: 'How do I configure the ingress controller for TLS?',
    });
    expect(result.finding).not.toBe('clear');
    expect(server.received).toEqual([]);
    expect(result.answer).toEqual({ text: '', writer: 'none', citations: [], unsupported: [] });
  });
});

describe('a language model of the editor', () => {
  const asker: Asker = (...args) => client.ask(...args);

  it('writes through the connection on which the question came', async () => {
    const prompts: unknown[] = [];
    const texts: string[] = [];
    let goOn: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (goOn = resolve));
    write.editor = async (prompt, onText) => {
      prompts.push(prompt);
      onText('The archive key');
      await told;
      return { text: ANSWER, writer: 'Fake 1 (vendor)' };
    };
    const result = await ask(asker, { writer: 'editor' }, (progress) => {
      if (progress.kind !== 'answer') return;
      texts.push(progress.text);
      goOn();
    });
    expectStands(result);
    expect(texts).toEqual(['The archive key', ANSWER]);
    expect(result.answer).toMatchObject({
      text: 'The archive key hangs behind the blue door [1]. So it was.',
      writer: 'Fake 1 (vendor)',
      citations: [{ marker: '[1]', starts: [43], evidence: 0 }],
    });
    expect(prompts).toEqual([
      {
        instructions: expect.stringMatching(/from nothing else/) as string,
        message: expect.stringMatching(
          /^\[1\] README\.md:\d-4\n[^]*blue door\.[^]*Question: Where does/,
        ) as string,
      },
    ]);
  });

  it('that fails leaves the evidence and what it wrote', async () => {
    write.editor = (_, onText) => {
      onText('Somewhere');
      return Promise.reject(new Error('The quota is used up. Wait.'));
    };
    const result = await ask(asker, { writer: 'editor' });
    expectStands(result);
    expect(result.answer).toMatchObject({ text: 'Somewhere', failure: 'The quota is used up. Wait.' });
  });

  it('is told of the cancellation, and is not waited for', async () => {
    const cancel = new AbortController();
    let toldOf: Promise<void> | undefined;
    write.editor = (_, onText, signal) => {
      toldOf = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      onText('Somewhere');
      return new Promise(() => undefined);
    };
    const result = await ask(
      asker,
      { writer: 'editor' },
      ({ kind }) => {
        if (kind === 'answer') cancel.abort();
      },
      cancel.signal,
    );
    expect(result).toMatchObject({ cancelled: true, answer: { text: 'Somewhere' } });
    expect(result.answer.failure).toBeUndefined();
    await toldOf;
  });

  it('may be asked for two questions at once', async () => {
    write.editor = ({ message }) =>
      Promise.resolve({ text: message.split('Question: ')[1]!, writer: 'Echo' });
    const questions = [QUESTION, 'When does the reading room open?'];
    const results = await Promise.all(
      questions.map((question) => ask(asker, { writer: 'editor', question })),
    );
    expect(results.map(({ answer }) => answer.text.replace(/ \[\d\]$/, ''))).toEqual(questions);
  });

  it('is missing where there is no editor', async () => {
    const alone = new EngineClient({ enginePath: program('engine') });
    const failures = [
      await ask((...args) => alone.ask(...args), { writer: 'editor' }),
      await ask((question, ...run) => engine.ask(question, new Run(...run)), { writer: 'editor' }),
    ].map((result) => (expectStands(result), inWords(result.answer.failure!)));
    expect(failures[0]).toMatch(/no editor.*another writer/);
    expect(failures[1]).toBe(failures[0]);
    await alone.dispose();
  });
});
