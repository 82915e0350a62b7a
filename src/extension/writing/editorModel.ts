/**
 * Has a language model of the editor write an answer, after the user has agreed. The editor's functions are passed
 * in, so that tests can replace them.
 */
import type * as vscode from 'vscode';
import type { Prompt, WriteResult } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';

export interface EditorModels {
  readonly t: Translate;
  /** All language models that the editor offers. */
  models(): Thenable<readonly vscode.LanguageModelChat[]>;
  /** A message in the user's name. */
  message(text: string): vscode.LanguageModelChatMessage;
  /** Id or family of the model to use; empty: the first that there is. */
  wanted(): string;
  /** Whether the user lets the kept lines be sent to this model; asks if the user has not decided. */
  consent(model: string): Promise<boolean>;
}

/**
 * Sends the prompt to the model; `onText` gets the whole text so far.
 * @throws Error whose message tells the user what to do
 */
export async function writeWithEditor(
  editor: EditorModels,
  prompt: Prompt,
  onText: (text: string) => void,
  token: vscode.CancellationToken,
): Promise<WriteResult> {
  const { t } = editor;
  const model = choose(await editor.models(), editor.wanted(), t);
  const name = `${model.name} (${model.vendor})`;
  if (!(await editor.consent(name))) {
    throw new Error(
      t('You did not agree that {0} is sent the question and the kept lines. Nothing was sent.', name),
    );
  }
  let text = '';
  try {
    const response = await model.sendRequest(
      [editor.message(prompt.instructions), editor.message(prompt.message)],
      { justification: t('To write an answer from the lines that were kept for your question.') },
      token,
    );
    for await (const piece of response.text) {
      text += piece;
      onText(text);
    }
  } catch (error) {
    if (!token.isCancellationRequested) throw new Error(explain(error, name, t), { cause: error });
  }
  return { text, writer: name };
}

function choose(
  models: readonly vscode.LanguageModelChat[],
  wanted: string,
  t: Translate,
): vscode.LanguageModelChat {
  const [first] = models;
  if (!first) {
    throw new Error(
      t(
        'The editor has no language model. Install an extension that brings one and sign in, or choose another writer in the settings.',
      ),
    );
  }
  if (wanted === '') return first;
  const chosen = models.find(({ id }) => id === wanted) ?? models.find(({ family }) => family === wanted);
  if (!chosen) {
    const known = [...new Set(models.map(({ id }) => id))].join(', ');
    throw new Error(
      t(
        'The editor has no language model “{0}”. It has: {1}. The setting is infiniask.editorModel.',
        wanted,
        known,
      ),
    );
  }
  return chosen;
}

/** What the codes of `LanguageModelError` mean for the user. */
function explain(error: unknown, model: string, t: Translate): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const said = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'NoPermissions':
      return t(
        'InfiniAsk may not use {0}. Ask again and allow it; what was decided before is under “Manage Language Model Access” in the menu of your account.',
        model,
      );
    case 'Blocked':
      return t(
        '{0} refuses to answer now: a quota is used up or the request was blocked ({1}).',
        model,
        said,
      );
    case 'NotFound':
      return t('{0} is no longer there. Choose another model with the setting infiniask.editorModel.', model);
    default:
      return t('{0} failed: {1}', model, said);
  }
}
