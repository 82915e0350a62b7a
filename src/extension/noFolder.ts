import * as vscode from 'vscode';

/** Says that there is nothing to read and offers to open a folder. */
export function suggestFolder(): void {
  const { t } = vscode.l10n;
  const open = t('Open Folder…');
  const message = t('Open a folder first: InfiniAsk reads its files.');
  // Not awaited, so that a program that calls the command need not wait for a click.
  void vscode.window.showInformationMessage(message, open).then((choice) => {
    if (choice === open) void vscode.commands.executeCommand('workbench.action.files.openFolder');
  });
}
