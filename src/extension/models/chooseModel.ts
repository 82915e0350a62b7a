/** The command “Choose a model…”: which model reads, which one writes. The one in use stays until another is ready. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../client/index.ts';
import type { GetModelProgress, ListedModel } from '../../contract/index.ts';
import { message, type Translate } from '../../messages/index.ts';
import { failureText, toRunError } from '../failureText.ts';
import { count } from '../numbers.ts';
import { chosenModel, setChosenModel } from '../settings.ts';
import { modelChoices, sizeText } from './modelChoices.ts';
import type { ChosenRole, ModelAction } from './modelChoices.ts';

type Models = Pick<EngineClient, 'models' | 'getModel' | 'prepareModel'>;

/** @returns the id or path of what was chosen; undefined when nothing was */
export async function chooseModel(client: Models, role?: ChosenRole): Promise<string | undefined> {
  try {
    const chosenRole = role ?? (await pickRole());
    const action = chosenRole && (await pickModel(client, chosenRole));
    if (!action) return undefined;
    const id = await madeReady(client, chosenRole, action);
    if (id === undefined) return undefined;
    await setChosenModel(chosenRole, id);
    const name = id === '' ? t('The model that comes with InfiniAsk') : id;
    const told = chosenRole === 'reader' ? t('{0} reads from now on.', name) : t('{0} writes from now on.', name);
    void vscode.window.showInformationMessage(told);
    return id;
  } catch (error) {
    if (error instanceof vscode.CancellationError) return undefined;
    void vscode.window.showErrorMessage(toRunError(t, error).message);
    return undefined;
  }
}

const t: Translate = vscode.l10n.t;

async function pickRole(): Promise<ChosenRole | undefined> {
  const roles: (vscode.QuickPickItem & { readonly role: ChosenRole })[] = [
    { role: 'reader', label: t('The model that reads'), detail: t('It finds the lines that fit a question.') },
    { role: 'writer', label: t('The model that writes'), detail: t('It writes the answer from those lines.') },
  ];
  return (await vscode.window.showQuickPick(roles, { title: t('Choose a model') }))?.role;
}

async function pickModel(client: Models, role: ChosenRole): Promise<ModelAction | undefined> {
  const items = client.models().then((list) =>
    modelChoices(list, role, chosenModel(role), t, vscode.env.language).map((choice) => ({
      ...choice,
      kind: choice.isHeading ? vscode.QuickPickItemKind.Separator : vscode.QuickPickItemKind.Default,
    })),
  );
  const title = role === 'reader' ? t('The model that reads') : t('The model that writes');
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t('Models on this machine, and those that could be downloaded'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked && !picked.action && picked.detail !== '') void vscode.window.showWarningMessage(picked.detail);
  return picked?.action;
}

/** @returns what the setting is to say; empty for the embedded model; undefined when the user thought better of it */
async function madeReady(client: Models, role: ChosenRole, action: ModelAction): Promise<string | undefined> {
  const id = action.kind === 'file' ? await pickFile() : action.model.id;
  if (id === undefined) return undefined;
  if (action.kind !== 'file' && action.model.place === 'embedded') return '';
  if (action.kind === 'get' && !(await got(client, action.model))) return undefined;
  await withCancel(t('Preparing {0}, once', id), (signal) => client.prepareModel({ id, role }, signal));
  return id;
}

async function pickFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({ filters: { GGUF: ['gguf'] }, title: t('Choose a file…') })) ?? [];
  return file?.fsPath;
}

/** Downloads a model whose terms, if it has any, the user accepts. @returns whether it is here */
async function got(client: Models, { id, name, sizeBytes, terms }: ListedModel): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showErrorMessage(failureText(t, message('downloadRestricted')));
    return false;
  }
  if (terms && !terms.accepted && !(await accepts(name, terms))) return false;
  const title = t('Downloading {0}, {1}', name, sizeText(sizeBytes, vscode.env.language));
  const params = { id, acceptTerms: terms !== undefined, isRestricted: !vscode.workspace.isTrusted };
  await withCancel(title, (signal, report) => client.getModel(params, report, signal));
  return true;
}

async function accepts(name: string, terms: NonNullable<ListedModel['terms']>): Promise<boolean> {
  const read = t('Read the terms');
  const accept = t('Accept and download');
  for (;;) {
    const said = await vscode.window.showInformationMessage(
      t('{0} may be used by those who accept its terms: {1}.', name, terms.name),
      { modal: true, detail: terms.url },
      read,
      accept,
    );
    if (said !== read) return said === accept;
    await vscode.env.openExternal(vscode.Uri.parse(terms.url));
  }
}

/** Shows that something goes on, and lets it be cancelled. @throws vscode.CancellationError when it was */
function withCancel<T>(
  title: string,
  work: (signal: AbortSignal, report: (progress: GetModelProgress) => void) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let shown = 0;
    const report = ({ phase, bytes, bytesTotal = 0 }: GetModelProgress): void => {
      if (phase === 'waiting') {
        progress.report({ message: t('waiting for another download') });
        return;
      }
      const share = bytesTotal > 0 ? (100 * bytes) / bytesTotal : 0;
      progress.report({ increment: Math.max(0, share - shown), message: `${count(share)} %` });
      shown = Math.max(shown, share);
    };
    try {
      return await work(cancel.signal, report);
    } catch (error) {
      if (cancel.signal.aborted) throw new vscode.CancellationError();
      throw error;
    }
  });
}
