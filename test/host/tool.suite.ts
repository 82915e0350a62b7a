import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { strict as assert } from 'node:assert';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { api, ask, askFolder, fixture, setWriter, untilState } from './support.ts';

const TOOL = 'infiniask_search';

async function search(
  input: { question: string; paths?: string[]; budget?: number },
  token?: vscode.CancellationToken,
): Promise<string> {
  const options = { input, toolInvocationToken: undefined };
  const { content } = await vscode.lm.invokeTool(TOOL, options, token);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

/** What agents get, by the editor's language-model tool and by the MCP server that the extension offers. */
export function tools(): void {
  describe('The language-model tool', () => {
    before(() => setWriter('none'));

    it('is known to the editor with its schema', async () => {
      await api();
      const tool = vscode.lm.tools.find(({ name }) => name === TOOL);
      assert.ok(tool);
      assert.match(tool.description, /most promising text first/);
      const { properties } = tool.inputSchema as { properties: object };
      assert.deepEqual(Object.keys(properties), ['question', 'paths', 'budget', 'thorough']);
    });

    it('returns the lines with links that open them', async () => {
      const text = await search({ question: 'What is LOAN_DAYS?' });
      assert.match(
        text,
        /\[1\] library\/src\/loans\.ts:(?:1-2, best line 2|2-2) \(score (?:1\.000|0\.9\d\d)\)/,
      );
      assert.ok(text.includes(pathToFileURL(join(fixture().library, 'src', 'loans.ts')).href + '#L'));
      assert.match(text, /export const LOAN_DAYS = 28;/);
    });

    it('reads the paths that it is told to, by their folder or without', async () => {
      const question = 'When does the ferry to Elba leave?';
      for (const path of ['日记 one.txt', 'notes & plans #1/日记 one.txt', fixture().notes]) {
        assert.match(
          await search({ question, paths: [path] }),
          /\[1\] notes & plans #1\/日记 one\.txt:(?:1-2, best line 2|2-2) /,
        );
      }
      assert.doesNotMatch(await search({ question, paths: ['library'] }), /日记/);
    });

    it('refuses what lies outside of the workspace', async () => {
      for (const path of ['..', '../large', fixture().large]) {
        await assert.rejects(search({ question: 'Who keeps the lighthouse?', paths: [path] }), /outside/);
      }
    });

    it('leaves the question of the user alone', async () => {
      const earlier = await ask('Where does the archive key hang?');
      await search({ question: 'What is LOAN_DAYS?' });
      const now = (await api()).snapshot();
      assert.equal(now.question, earlier.question);
      assert.deepEqual(now.evidence, earlier.evidence);

      const large = askFolder(fixture().large, 'What is the lighthouse keeper called?');
      await untilState('the reading', ({ status }) => status === 'read');
      assert.match(await search({ question: 'What is LOAN_DAYS?' }), /LOAN_DAYS = 28/);
      const cancelling = new vscode.CancellationTokenSource();
      const cancelled = search({ question: 'Where is the key?' }, cancelling.token);
      cancelling.cancel();
      await assert.rejects(cancelled);
      const state = await large;
      assert.equal(state.status, 'done');
      assert.ok(state.evidence.some(({ path }) => path === 'a.txt'));
    });

    it('goes on when the user cancels the own question', async () => {
      const large = askFolder(fixture().large, 'What is the lighthouse keeper called?');
      await untilState('the reading', ({ status }) => status === 'read');
      const found = search({ question: 'What is LOAN_DAYS?' });
      await vscode.commands.executeCommand('infiniask.cancel');
      assert.equal((await large).status, 'cancelled');
      assert.match(await found, /LOAN_DAYS = 28/);
    });
  });

  describe('The MCP server that the extension offers', () => {
    it('starts with the program of the extension host and searches the workspace', async () => {
      const start = (await api()).mcpServer();
      assert.ok(start);
      const client = new Client({ name: 'suite', version: '1' });
      await client.connect(new StdioClientTransport(start));
      try {
        const call = { name: TOOL, arguments: { question: 'When does the ferry to Elba leave?' } };
        const result = (await client.callTool(call)) as CallToolResult;
        assert.equal(result.isError ?? false, false);
        const { spans } = result.structuredContent as { spans: { path: string; bestLine: number }[] };
        assert.match(spans[0]!.path, /\/日记 one\.txt$/);
        assert.equal(spans[0]!.bestLine, 2);
      } finally {
        await client.close();
      }
    });
  });
}
