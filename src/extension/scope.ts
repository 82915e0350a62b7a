/** Where a question reads: the workspace's folders, or what was chosen in the explorer. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { outermost } from '../tool/index.ts';
import type { ScopeRoot } from './runState.ts';

/** All folders of the workspace that are on this machine. */
export function workspaceScope(): ScopeRoot[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return outermost(folders.map(({ uri, name }) => ({ path: uri.fsPath, name, isFile: false })));
}

/** The chosen folders (or files), each once. */
export async function chosenScope(uris: readonly vscode.Uri[]): Promise<ScopeRoot[]> {
  const roots = uris
    .filter(({ scheme }) => scheme === 'file')
    .map(async ({ fsPath }): Promise<ScopeRoot> => {
      // A root that cannot be looked at is the engine's to report, in words for the user.
      const isFile = await stat(fsPath).then(
        (found) => found.isFile(),
        () => false,
      );
      return { path: fsPath, name: vscode.workspace.asRelativePath(fsPath) || basename(fsPath), isFile };
    });
  return outermost(await Promise.all(roots));
}
