import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';

/**
 * The lines of a file as they are now, with unsaved edits. A file that is not open is read from the disk, because
 * opening a document would wake language servers.
 */
export async function fileLines(path: string): Promise<readonly string[]> {
  const { fsPath } = vscode.Uri.file(path);
  const open = vscode.workspace.textDocuments.find(
    ({ uri, isClosed }) => !isClosed && uri.scheme === 'file' && uri.fsPath === fsPath,
  );
  const text = open ? open.getText() : await readFile(path, 'utf8');
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}
