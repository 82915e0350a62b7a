import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { AskProgress, AskResult } from '../contract/index.ts';
import type { Engine } from '../engine/index.ts';
import { createServer } from './server.ts';

const result = {
  finding: 'none',
  evidence: [],
  coverage: { files: 1, tokens: 2, complete: true, skipped: [] },
} as unknown as AskResult;

const read = (tokens: number): AskProgress => ({
  kind: 'read',
  files: 0,
  filesTotal: 1,
  tokens,
  tokensTotal: 100,
  windows: 1,
  tokensPerSecond: 1,
  remainingMs: 1,
  path: 'a',
});

async function connect(engine: Pick<Engine, 'ask'>): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createServer(engine, { version: '1', allowed: [{ path: import.meta.dirname }] });
  const client = new Client({ name: 'tests', version: '1' });
  await Promise.all([server.connect(far), client.connect(near)]);
  return client;
}

const call = { name: 'infiniask_search', arguments: { question: 'Where?', budget: 500 } };

describe('the server', () => {
  it('asks for evidence alone, within the budget', async () => {
    const asked: unknown[] = [];
    const client = await connect({
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(result);
      },
    });
    await client.callTool(call);
    expect(asked).toEqual([
      {
        question: 'Where?',
        roots: [{ path: import.meta.dirname }],
        writer: 'none',
        budgetTokens: 500,
        reading: 'auto',
      },
    ]);
    await client.callTool({ ...call, arguments: { ...call.arguments, thorough: true } });
    expect(asked[1]).toMatchObject({ reading: undefined });
  });

  it('ends the reading when the call is cancelled or the client goes', async () => {
    const signals: AbortSignal[] = [];
    const client = await connect({
      ask: (_question, { tell, signal }) => {
        signals.push(signal);
        tell(read(1));
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(result)));
      },
    });
    const cancel = new AbortController();
    const cancelled = client.callTool(call, undefined, {
      signal: cancel.signal,
      onprogress: () => cancel.abort('enough'),
    });
    await expect(cancelled).rejects.toThrow(/enough/);
    await expect.poll(() => signals[0]!.aborted).toBe(true);

    const left = client.callTool(call).catch(() => 'gone');
    await expect.poll(() => signals.length).toBe(2);
    expect(signals[1]!.aborted).toBe(false);
    await client.close();
    expect(await left).toBe('gone');
    expect(signals[1]!.aborted).toBe(true);
  });

  it('reports progress that only grows, and none that nobody wants', async () => {
    const client = await connect({
      ask: (_question, { tell }) => {
        tell({ kind: 'scan', files: 1, bytes: 1 });
        for (const tokens of [5, 5, 4, 9]) tell(read(tokens));
        return Promise.resolve(result);
      },
    });
    const seen: unknown[] = [];
    await client.callTool(call, undefined, {
      onprogress: ({ progress, total }) => seen.push([progress, total]),
    });
    expect(seen).toEqual([
      [0, undefined],
      [5, 100],
      [9, 100],
    ]);
    const unwanted: unknown[] = [];
    client.fallbackNotificationHandler = (notification) => {
      unwanted.push(notification);
      return Promise.resolve();
    };
    client.onerror = (error) => unwanted.push(error);
    await client.callTool(call);
    expect(unwanted).toEqual([]);
  });

  it('passes the message of a failure on', async () => {
    const client = await connect({ ask: () => Promise.reject(new Error('Shorten it.')) });
    expect(await client.callTool(call)).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'Shorten it.' }],
    });
  });
});

describe('the tool', () => {
  it('is described as in the editor', async () => {
    const client = await connect({ ask: () => Promise.resolve(result) });
    const { tools } = await client.listTools();
    const { name, description, inputSchema } = tools[0]!;
    const declared = manifest.contributes.languageModelTools[0]!;
    expect([name, description]).toEqual([declared.name, declared.modelDescription]);
    expect(inputSchema).toMatchObject(declared.inputSchema);
    expect(Object.keys(inputSchema.properties ?? {})).toEqual(Object.keys(declared.inputSchema.properties));
  });
});
