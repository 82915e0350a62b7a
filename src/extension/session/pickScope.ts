/** Lets the user choose where the next question reads. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { outermost } from '../../tool/index.ts';
import type { ScopeRoot } from './runState.ts';
import { chosenScope, prefixOf } from './scope.ts';

interface Item extends vscode.QuickPickItem {
  /** Undefined: all folders of the workspace. */
  readonly choose: () => Promise<readonly ScopeRoot[] | undefined> | undefined;
}

/**
 * Asks the user for a scope; null when the user chose nothing.
 * @param chosen the scope so far, which stays; undefined: all folders of the workspace
 */
export async function pickScope(
  chosen: readonly ScopeRoot[] | undefined,
): Promise<readonly ScopeRoot[] | undefined | null> {
  const { t } = vscode.l10n;
  const withAdded = (added: readonly ScopeRoot[]) =>
    added.length === 0 ? undefined : merge(chosen ?? [], added);
  const dialog = async (folders: boolean) => {
    const uris = await vscode.window.showOpenDialog({
      canSelectFolders: folders,
      canSelectFiles: !folders,
      canSelectMany: true,
      openLabel: t('Read these'),
      ...(vscode.workspace.workspaceFolders?.[0] && { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
    });
    return withAdded(uris ? await chosenScope(uris) : []);
  };
  const editor = lastEditor();
  const items: Item[] = [
    { label: `$(folder) ${t('Folders…')}`, choose: () => dialog(true) },
    { label: `$(file) ${t('Files…')}`, choose: () => dialog(false) },
  ];
  if (editor) {
    const { document, selection } = editor;
    const description = vscode.workspace.asRelativePath(document.uri);
    items.push({
      label: `$(go-to-file) ${t('The file in the editor')}`,
      description,
      choose: async () => withAdded(await chosenScope([document.uri])),
    });
    if (!selection.isEmpty) {
      items.push({
        label: `$(selection) ${t('The selected lines')}`,
        description,
        choose: () => Promise.resolve(withAdded([selectionRoot(document, selection)])),
      });
    }
  }
  const everything: Item = {
    label: `$(root-folder) ${t('The whole workspace')}`,
    choose: () => undefined,
  };
  if (chosen) items.push(everything);
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: t('Where should the next question read?'),
  });
  if (!picked) return null;
  if (picked === everything) return undefined;
  return (await picked.choose()) ?? null;
}

/** The file of a selection, with the selected lines. */
function selectionRoot(document: vscode.TextDocument, selection: vscode.Selection): ScopeRoot {
  const { start, end } = selection;
  // A selection that ends at the start of a line has nothing of that line.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const range = new vscode.Range(start.line, 0, last, document.lineAt(last).range.end.character);
  return {
    path: document.uri.fsPath,
    name: vscode.workspace.asRelativePath(document.uri) || basename(document.uri.fsPath),
    isFile: true,
    ...prefixOf(document.uri, true),
    selection: {
      startLine: start.line + 1,
      endLine: last + 1,
      text: document.getText(range).replace(/\r\n?/g, '\n'),
    },
  };
}

/** The text editor that the user was in or, while the panel has the focus, a visible one. */
function lastEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [activeTextEditor, ...visibleTextEditors].find((editor) => editor?.document.uri.scheme === 'file');
}

/** Each place once; selected lines always stay. */
function merge(before: readonly ScopeRoot[], added: readonly ScopeRoot[]): ScopeRoot[] {
  const all = [...before, ...added];
  return [
    ...outermost(all.filter(({ selection }) => !selection)),
    ...all.filter(({ selection }) => selection),
  ];
}
