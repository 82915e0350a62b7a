import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Engine, installed, version } from '../engine/index.ts';
import { outermost } from '../tool/index.ts';
import { createServer } from './server.ts';

/**
 * Serves MCP on standard input and output until the client closes them; messages for people go to standard error.
 * @param paths folders and files that may be searched; the current folder when there are none
 * @throws Error when one of them does not exist
 */
export async function serveMcp(paths: readonly string[]): Promise<void> {
  const allowed = outermost((paths.length > 0 ? paths : ['.']).map((path) => ({ path: resolve(path) })));
  for (const { path } of allowed) {
    await stat(path).catch((cause: unknown) => {
      throw new Error(`There is no file or folder at "${path}". Name the folders that may be searched.`, {
        cause,
      });
    });
  }
  const engine = new Engine(installed());
  const server = createServer(engine, { version, allowed });
  const closed = new Promise<void>((done) => {
    server.server.onclose = done;
  });
  const close = (): void => void server.close();
  process.stdin.once('end', close);
  process.stdin.once('close', close);
  process.stdout.once('error', close);
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
  server.server.onerror = (error) => process.stderr.write(`infiniask: ${error.message}\n`);
  await server.connect(new StdioServerTransport());
  await closed;
  await engine.dispose();
  // Ends at once: nobody waits for the section that is being read.
  process.exit(0);
}
