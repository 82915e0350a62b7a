/** Offers the MCP server to the editor, for the folders of the workspace, where the editor knows of such servers. */
import * as vscode from 'vscode';
import { mcpProviderId } from './ids.ts';
import { workspaceScope } from './session/scope.ts';
import { cacheEnvironment } from './settings.ts';

/** How the server is started. */
export interface McpServerStart {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

type McpServerDefinition = new (
  label: string,
  command: string,
  args: string[],
  env: Record<string, string>,
  version: string,
) => object;

/** The editor's interface for MCP servers, which came with 1.101, after our oldest supported version. */
interface McpApi {
  readonly McpStdioServerDefinition?: McpServerDefinition;
  readonly lm: {
    registerMcpServerDefinitionProvider?(
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
        provideMcpServerDefinitions(): object[];
      },
    ): vscode.Disposable;
  };
}

/** Undefined while no folder is open. */
export function mcpServerStart(extension: vscode.ExtensionContext): McpServerStart | undefined {
  const folders = workspaceScope().map(({ path }) => path);
  if (folders.length === 0) return undefined;
  const environment = cacheEnvironment(extension.globalStorageUri);
  const set = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    command: process.execPath,
    args: [extension.asAbsolutePath('dist/cli.cjs'), 'mcp', ...folders],
    // The extension host's program is Electron on a desktop, which this variable turns into plain Node.
    env: { ...Object.fromEntries(set), ELECTRON_RUN_AS_NODE: '1' },
  };
}

/** Undefined where the editor has no such interface. */
export function registerMcpProvider(extension: vscode.ExtensionContext): vscode.Disposable | undefined {
  const { lm, McpStdioServerDefinition: Definition } = vscode as unknown as McpApi;
  if (!lm.registerMcpServerDefinitionProvider || !Definition) return undefined;
  const changed = new vscode.EventEmitter<void>();
  const { version } = extension.extension.packageJSON as { version: string };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    lm.registerMcpServerDefinitionProvider(mcpProviderId, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions() {
        const start = mcpServerStart(extension);
        return start ? [new Definition('InfiniAsk', start.command, start.args, start.env, version)] : [];
      },
    }),
  );
}
