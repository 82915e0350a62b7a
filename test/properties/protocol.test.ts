/** Whatever message reaches the engine's process, it goes on, answers what is a request, and serves the next one. */
import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessageConnection, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { Engine } from '../../src/engine/index.ts';
import { serve } from '../../src/engine/server.ts';
import { TolerantReader } from '../../src/engine/tolerantReader.ts';
import { modelFolder, temporaryFolders } from '../engine/setting.ts';
import { damaged, holds, PATIENT } from './setting.ts';

/** What the engine sends. */
interface Sent {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The process that the engine runs in, as its connection sees it; messages come and go as over the channel of `fork`. */
class EngineProcess extends EventEmitter {
  private readonly waiting = new Map<unknown, (answer: Sent) => void>();
  private requests = 0;

  /** What the connection calls. */
  send(message: Sent, _handle: unknown, _options: unknown, done: (error: Error | null) => void): void {
    this.waiting.get(message.id)?.(message);
    this.waiting.delete(message.id);
    done(null);
  }

  /** A message arrives. A failure here would be the end of the process. */
  receive(message: unknown): void {
    this.emit('message', JSON.parse(JSON.stringify(message)));
  }

  request(method: string, params: unknown): Promise<Sent> {
    const id = `request ${this.requests++}`;
    const answer = new Promise<Sent>((resolve) => this.waiting.set(id, resolve));
    this.receive({ jsonrpc: '2.0', id, method: `infiniask/${method}`, params });
    return answer;
  }
}

const temporary = temporaryFolders();
const channel = new EngineProcess();
let folder: string;
let engine: Engine;
let connection: MessageConnection;
let ends = 0;
beforeAll(() => {
  folder = temporary({ 'notes.txt': 'The door is blue.\n' });
  engine = new Engine({ modelFolder, version: '1.2.3' });
  const asProcess = channel as unknown as NodeJS.Process;
  connection = createMessageConnection(new TolerantReader(asProcess), new IPCMessageWriter(asProcess), {
    error: () => undefined,
    warn: () => undefined,
    info: () => undefined,
    log: () => undefined,
  });
  serve(connection, engine, () => ends++);
  connection.listen();
});
afterAll(async () => {
  connection.dispose();
  await engine.dispose();
});

async function expectServed(): Promise<void> {
  const { result } = await channel.request('survey', { roots: [{ path: folder }] });
  expect(result).toMatchObject({ files: 1, bytes: 18 });
}

const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', '\0', -1, 1e308, null));
/** Never a folder that is there: nothing of this machine is read. */
const path = value.map((any) =>
  typeof any === 'string' ? `/nonexistent/x${encodeURIComponent(any.toWellFormed())}` : any,
);
const root = fc.oneof(value, fc.record({ path }), fc.record({ path, prefix: value }));
const span = fc.oneof(
  value,
  fc.record(
    { root: value, path: value, startLine: value, endLine: value, score: value, text: value },
    { requiredKeys: [] },
  ),
);
const params = fc.oneof(
  value,
  fc.record(
    {
      question: value,
      roots: fc.oneof(value, fc.array(root, { maxLength: 3 })),
      progressToken: value,
      pinned: fc.oneof(value, fc.array(span, { maxLength: 2 })),
      evidence: fc.oneof(value, span, fc.array(span, { maxLength: 2 })),
      corpus: fc.oneof(value, fc.record({ maxFileSizeBytes: value, encoding: value }, { requiredKeys: [] })),
      budgetTokens: value,
      writer: fc.oneof(value, fc.constant('none')),
      paused: value,
    },
    { requiredKeys: [] },
  ),
);

describe('any message', PATIENT, () => {
  it('that is no request leaves the process as it is', async () => {
    const message = fc.oneof(
      value,
      fc.record(
        {
          jsonrpc: fc.oneof(fc.constant('2.0'), value),
          id: value,
          method: fc.oneof(
            fc.constantFrom('$/cancelRequest', '$/progress', '$/setTrace', 'infiniask/write', 'x'),
            value,
          ),
          params: fc.oneof(value, fc.record({ id: value, token: value, value })),
          result: value,
          error: fc.oneof(value, fc.record({ code: value, message: value })),
        },
        { requiredKeys: [] },
      ),
      damaged(
        fc.constant(
          '{"jsonrpc":"2.0","id":3,"method":"infiniask/pause","params":{"progressToken":"a","paused":true}}',
        ),
      ).map((text): fc.JsonValue => {
        try {
          return JSON.parse(text) as fc.JsonValue;
        } catch {
          return text;
        }
      }),
    );
    let received = 0;
    await holds(message, 10_000, async (any) => {
      channel.receive(any);
      if (++received % 100 === 0) await expectServed();
    });
    await expectServed();
    expect(ends).toBe(0);
  });

  it('that is a request with any parameters is answered, on one line, and the next one is served', async () => {
    const method = fc.constantFrom(
      'ask',
      'answer',
      'readAhead',
      'survey',
      'why',
      'pause',
      'unheard',
      'describe',
    );
    let received = 0;
    await holds(fc.tuple(method, params), 3000, async ([name, any]) => {
      const answer = await channel.request(name, any);
      expect('result' in answer || answer.error !== undefined).toBe(true);
      if (answer.error) expect(answer.error.message).toMatch(/^[^\n]+$/);
      if (++received % 100 === 0) await expectServed();
    });
    await expectServed();
    expect(ends).toBe(0);
  });
});
