/** Entry of the extension. It starts nothing heavy: the engine starts at the first question. */
import type * as vscode from 'vscode';
import type { InfiniAskApi } from './api.ts';
import { registerCommands } from './commands.ts';
import { Context } from './context.ts';
import { mcpServerStart } from './mcpProvider.ts';

let context: Context | undefined;

export function activate(extension: vscode.ExtensionContext): InfiniAskApi {
  const active = new Context(extension);
  context = active;
  extension.subscriptions.push(active, ...registerCommands(active));
  return {
    snapshot: () => active.snapshot(),
    mcpServer: () => mcpServerStart(extension),
    onDidChange: (listener) => active.onDidChange(listener),
    receive: (message) => active.receive(message),
  };
}

export async function deactivate(): Promise<void> {
  await context?.engines.stop();
  context = undefined;
}
