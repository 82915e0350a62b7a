/** Where a question reads: the folders of the workspace, or what the user chose in the explorer. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isFile, outermost, prefixIn } from '../../tool/index.ts';
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
    .map(async (uri): Promise<ScopeRoot> => {
      const { fsPath } = uri;
      const single = await isFile(fsPath);
      return { path: fsPath, name: nameOf(uri), isFile: single, ...prefixOf(uri, single) };
    });
  return outermost(await Promise.all(roots));
}

/** The way to a place from the folder of the workspace in which it lies, where it lies in one. */
export function prefixOf(uri: vscode.Uri, isFile: boolean): Pick<ScopeRoot, 'prefix'> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder ? { prefix: prefixIn(folder.uri.fsPath, uri.fsPath, isFile) } : {};
}

/** The name of a folder of the workspace; of anything in it the path from there. */
function nameOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder?.uri.fsPath === uri.fsPath) return folder.name;
  return vscode.workspace.asRelativePath(uri) || basename(uri.fsPath);
}
