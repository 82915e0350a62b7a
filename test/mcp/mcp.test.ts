/** `infiniask mcp` as a client meets it: the SDK's own client, over the pipes of a real child process. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { ToolResult } from '../../src/tool/index.ts';
import { askJson, infiniask } from '../cli/command.ts';
import { prose } from '../cli/planted.ts';
import { program, temporaryFolders } from '../engine/setting.ts';

const temporary = temporaryFolders();
const loans =
  '/** Days a book may be kept. */\nexport const LOAN_DAYS = 28;\n\n' +
  'export function isOverdue(daysKept: number): boolean {\n  return daysKept > LOAN_DAYS;\n}\n';
const library = temporary({
  'README.md': '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
  'src/loans.ts': loans,
  'a b#1/日记 `x`.txt': 'Tuesday: the ferry to Elba leaves at 7:40 from pier three.\n',
  'ev\nil %41\u202e [x](command:y)?.md': 'The boat: the ferry to Elba has a red funnel.\n',
});
const secret = temporary({ 'secret.txt': 'The password of the cellar is hortensia.\n' });
/** Several dozen windows: long enough to be cancelled. */
const long = temporary(Object.fromEntries(prose(90_000)));

async function connect(...folders: string[]): Promise<Client> {
  const client = new Client({ name: 'tests', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program('cli'), 'mcp', ...folders],
    cwd: library,
    env: process.env as Record<string, string>,
    stderr: 'inherit',
  });
  await client.connect(transport);
  return client;
}

function search(
  client: Client,
  parameters: Record<string, unknown>,
  options: Parameters<Client['callTool']>[2] = {},
): Promise<CallToolResult> {
  const call = { name: 'infiniask_search', arguments: parameters };
  return client.callTool(call, undefined, { timeout: 120_000, ...options }) as Promise<CallToolResult>;
}

function found(result: CallToolResult): ToolResult {
  expect(result.isError, textOf(result)).toBeFalsy();
  return result.structuredContent as unknown as ToolResult;
}

function textOf({ content }: CallToolResult): string {
  const [first] = content;
  return first?.type === 'text' ? first.text : '';
}

function failureOf(result: CallToolResult): string {
  expect(result.isError).toBe(true);
  return textOf(result);
}

/** Whether a link leads to a line of the span, and the lines are said to be there. */
function checkLink({ link, startLine, endLine, text }: ToolResult['spans'][number]): void {
  const url = new URL(link);
  expect(url.protocol).toBe('file:');
  const line = Number(/^#L(\d+)(?:,\d+)?$/.exec(url.hash)?.[1]);
  expect(line).toBeGreaterThanOrEqual(startLine);
  expect(line).toBeLessThanOrEqual(endLine);
  const lines = readFileSync(fileURLToPath(url), 'utf8')
    .split('\n')
    .slice(startLine - 1, endLine);
  for (const part of text.split(/ … |\n/)) expect(lines.join('\n')).toContain(part.trim());
}

describe('the tool', () => {
  let client: Client;
  beforeAll(async () => {
    client = await connect(library);
  });
  afterAll(() => client.close());

  it('describes itself', async () => {
    expect(client.getServerVersion()).toEqual({ name: 'infiniask', version: manifest.version });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['infiniask_search']);
    expect(tools[0]!.inputSchema.required).toEqual(['question']);
    expect(tools[0]!.outputSchema).toBeDefined();
    expect(tools[0]!.annotations?.readOnlyHint).toBe(true);
  });

  it('returns the lines with scores and links, as data and as text, and reports its progress', async () => {
    const progress: Progress[] = [];
    const onprogress = (value: Progress): void => void progress.push(value);
    const result = await search(client, { question: 'What is LOAN_DAYS?' }, { onprogress });
    const { finding, spans, files, complete } = found(result);
    expect({ finding, files, complete }).toEqual({ finding: 'clear', files: 4, complete: true });
    expect(spans[0]).toMatchObject({ path: 'src/loans.ts', endLine: 2, score: 1 });
    expect(spans[0]!.text).toContain('export const LOAN_DAYS = 28;');
    spans.forEach(checkLink);
    const text = textOf(result);
    expect(text).toMatch(/\[1\] src\/loans\.ts:(?:1-2, best line 2|2-2) \(score 1\.000\)/);
    for (const { link } of spans) expect(text).toContain(link);

    expect(progress[0]).toMatchObject({ progress: 0, message: 'Found 4 files.' });
    expect(progress.length).toBeGreaterThan(1);
    const values = progress.map((value) => value.progress);
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
  });

  it('answers one call after the other, and calls at the same time', async () => {
    const [key, ferry] = await Promise.all([
      search(client, { question: 'Where does the archive key hang?' }),
      search(client, { question: 'When does the ferry to Elba leave?' }),
    ]);
    expect(found(key).spans[0]).toMatchObject({ path: 'README.md', endLine: 4 });
    expect(
      found(ferry)
        .spans.map(({ text }) => text)
        .join(),
    ).toContain('7:40');
    const days = await search(client, { question: 'How many days may a book be kept?' });
    expect(found(days).spans[0]!.path).toBe('src/loans.ts');
  });

  it('keeps what it has read for the next question, also for that of another program', async () => {
    await search(client, { question: 'Who has read this?' });
    const { coverage } = await askJson('Where is the key?', library, '--writer', 'none');
    expect(coverage.windows).toBeGreaterThan(0);
    expect(coverage.remembered).toBe(coverage.windows);
  });

  it('leads to files with hostile names', async () => {
    const question = 'When does the ferry to Elba leave?';
    for (const path of ['a b#1', 'a b#1/日记 `x`.txt', 'ev\nil %41\u202e [x](command:y)?.md']) {
      const result = await search(client, { question, paths: [path] });
      const { spans } = found(result);
      expect(spans[0]!.text).toContain('the ferry to Elba');
      spans.forEach(checkLink);
      expect(textOf(result)).not.toMatch(/ev\nil|\u202e/);
    }
  });

  it('searches the paths it is told to, and keeps to the budget', async () => {
    const question = 'Where does the archive key hang?';
    const one = found(await search(client, { question, paths: ['src', 'src/loans.ts'], budget: 100 }));
    expect(one.files).toBe(1);
    for (const { path } of one.spans) expect(path).toBe('src/loans.ts');
    const file = found(await search(client, { question, paths: [join(library, 'README.md')] }));
    expect(file.spans[0]).toMatchObject({ path: 'README.md', endLine: 4 });
    checkLink(file.spans[0]!);
  });

  it('refuses what lies outside, whichever way it is named', async () => {
    const question = 'What is the password of the cellar?';
    const link = join(library, 'way-out');
    symlinkSync(secret, link);
    try {
      const outside = [
        secret,
        join(secret, 'secret.txt'),
        '..',
        `../${basename(secret)}`,
        `src/../../${basename(secret)}`,
        'way-out',
        'way-out/secret.txt',
        '/',
      ];
      for (const path of outside) {
        expect(failureOf(await search(client, { question, paths: [path] }))).toMatch(
          /outside.*Give a path inside/,
        );
      }
      expect(failureOf(await search(client, { question, paths: ['src', secret] }))).toContain('outside');
      // Reading does not follow the link, and says so; `spans.test.ts` shows the second lock.
      const everything = await search(client, { question });
      expect(JSON.stringify(everything)).not.toContain('hortensia');
      expect(found(everything).outside).toBe(0);
      expect(textOf(everything)).toMatch(/way-out: links that lead out of what was asked about/);
    } finally {
      rmSync(link);
    }
  });

  it('tells of mistakes as tool errors, and goes on', async () => {
    for (const question of ['', ' \n']) {
      expect(failureOf(await search(client, { question }))).toMatch(/question is empty/);
    }
    expect(failureOf(await search(client, {}))).toMatch(/question/);
    expect(failureOf(await search(client, { question: 'Why?', budget: 1 }))).toMatch(/budget/);
    for (const path of ['nowhere', 'a\0b']) {
      expect(failureOf(await search(client, { question: 'Why?', paths: [path] }))).toMatch(
        /no file or folder/,
      );
    }
    expect(failureOf(await search(client, { question: 'why '.repeat(60_000) }))).toMatch(/Save it/);
    mkdirSync(join(library, 'nothing'));
    expect(failureOf(await search(client, { question: 'Why?', paths: ['nothing'] }))).toMatch(
      /nothing to read/,
    );
    expect(found(await search(client, { question: 'What is LOAN_DAYS?' })).spans[0]!.path).toBe(
      'src/loans.ts',
    );
  });
});

describe('the server', () => {
  it('searches several folders, told apart by their names, and no others', async () => {
    const client = await connect(library, secret);
    const { spans } = found(await search(client, { question: 'What is the password of the cellar?' }));
    expect(spans[0]).toMatchObject({ path: `${basename(secret)}/secret.txt`, startLine: 1 });
    const again = await search(client, { question: 'What is the password?', paths: [spans[0]!.path] });
    expect(found(again).files).toBe(1);
    await client.close();
  });

  it('searches the current folder when none is named', async () => {
    const client = await connect();
    expect(found(await search(client, { question: 'What is LOAN_DAYS?' })).files).toBe(4);
    await client.close();
  });

  it('stops reading when a call is cancelled, and answers the next', async () => {
    const client = await connect(long, library);
    const cancel = new AbortController();
    let readAtCancel = 0;
    const call = search(
      client,
      { question: 'What is the best way to start?', paths: [long] },
      {
        signal: cancel.signal,
        onprogress: ({ progress }) => {
          if (progress === 0) return;
          readAtCancel = progress;
          cancel.abort('enough');
        },
      },
    );
    await expect(call).rejects.toThrow(/enough/);
    expect(readAtCancel).toBeGreaterThan(0);
    const next = await search(client, { question: 'What is LOAN_DAYS?', paths: [library] });
    expect(found(next).spans[0]!.text).toContain('LOAN_DAYS');
    await client.close();
  });

  it('writes nothing but the protocol, and ends when its input ends', async () => {
    const child = spawn(process.execPath, [program('cli'), 'mcp', library]);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const send = (message: object): void =>
      void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const clientInfo = { name: 'tests', version: '1' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    send({ id: 1, method: 'initialize', params });
    send({ method: 'notifications/initialized' });
    const call = { name: 'infiniask_search', arguments: { question: 'What is LOAN_DAYS?' } };
    child.stdin.write('no JSON\n');
    send({ id: 2, method: 'tools/call', params: call });
    await expect.poll(() => output, { timeout: 60_000 }).toContain('"id":2');
    child.stdin.end();
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    const messages = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { jsonrpc: string; id?: number });
    expect(messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
    expect(messages.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('takes its arguments as Node does where the editor runs it with Electron', async () => {
    const electron = 'Object.defineProperty(process,"versions",{value:{...process.versions,electron:"1"}})';
    const args = ['--import', `data:text/javascript,${electron}`, program('cli'), 'mcp', 'nowhere'];
    const child = spawn(process.execPath, args, { cwd: library });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child, 'close');
    expect(said).toMatch(/nowhere.*Name the folders/);
  });

  it('does not start over folders that do not exist', async () => {
    const { code, stdout, stderr } = await infiniask(['mcp', join(library, 'nowhere')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/nowhere.*Name the folders/);
  });
});
