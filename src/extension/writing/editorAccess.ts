/** What `editorModel.ts` needs, from the real editor. */
import * as vscode from 'vscode';
import type { WriteWithEditor } from '../../client/index.ts';
import { editorConsentKey } from '../ids.ts';
import { writeWithEditor, type EditorModels } from './editorModel.ts';

/** @param storage where it is kept that the user has agreed */
export function editorWriter(storage: vscode.Memento): WriteWithEditor {
  const editor: EditorModels = {
    t: vscode.l10n.t,
    models: () => vscode.lm.selectChatModels(),
    message: (text) => vscode.LanguageModelChatMessage.User(text),
    wanted: () => vscode.workspace.getConfiguration('infiniask').get('editorModel', '').trim(),
    consent: (model) => consent(storage, model),
  };
  return async (prompt, onText, signal) => {
    const cancellation = new vscode.CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      return await writeWithEditor(editor, prompt, onText, cancellation.token);
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  };
}

/** Asks once; a user who has agreed is not asked again, one who has not is asked with the next question. */
async function consent(storage: vscode.Memento, model: string): Promise<boolean> {
  if (storage.get<boolean>(editorConsentKey, false)) return true;
  const agree = vscode.l10n.t('Send');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Let a language model of the editor write the answers?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'For each question {0} is sent your question and the lines that were kept as evidence, with their paths and line numbers. Nothing else of your files is sent; the reading stays on this machine. Models of other companies may run on their servers. The setting infiniask.writer changes who writes.',
        model,
      ),
    },
    agree,
  );
  if (answer !== agree) return false;
  await storage.update(editorConsentKey, true);
  return true;
}
