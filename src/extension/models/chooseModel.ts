/** The command “Choose a model…”: which model reads, which one writes. The one in use stays until another is ready. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../client/index.ts';
import type { ListedModel } from '../../contract/index.ts';
import { message, type Translate } from '../../messages/index.ts';
import { printableLine } from '../../text/index.ts';
import { failureText, toRunError } from '../failureText.ts';
import { chosenModel, readSettings, setChosenModel } from '../settings.ts';
import { modelChoices, sizeText } from './modelChoices.ts';
import type { ChosenRole, ModelAction } from './modelChoices.ts';
import { shortModelName } from './modelName.ts';
import { withCancel } from './withCancel.ts';

type Models = Pick<EngineClient, 'models' | 'getModel' | 'prepareModel'>;

/** A model that can fill a role now. */
interface ReadyModel {
  /** What the setting is to say; empty for the embedded model. */
  readonly id: string;
  readonly name: string;
}

/** @returns the id or path of what was chosen; undefined when nothing was */
export async function chooseModel(client: Models, role?: ChosenRole): Promise<string | undefined> {
  try {
    const chosenRole = role ?? (await pickRole());
    const action = chosenRole && (await pickModel(client, chosenRole));
    return action && (await take(client, chosenRole, action));
  } catch (error) {
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

/** Makes a model ready and gives it the role. @returns its id or path; undefined when that failed or was cancelled */
async function take(client: Models, role: ChosenRole, action: ModelAction): Promise<string | undefined> {
  try {
    const ready = await madeReady(client, role, action);
    if (!ready) return undefined;
    await setChosenModel(role, ready.id);
    void tellTaken(role, ready.name);
    return ready.id;
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) void tellFailed(client, role, action, error);
    return undefined;
  }
}

async function tellTaken(role: ChosenRole, name: string): Promise<void> {
  const { writer } = readSettings();
  if (role === 'reader') void vscode.window.showInformationMessage(t('{0} reads from now on.', name));
  else if (writer === 'embedded') void vscode.window.showInformationMessage(t('{0} writes from now on.', name));
  else {
    const open = t('Open the setting');
    const told = t('{0} is ready, and writes once the setting infiniask.writer is “embedded”; it is “{1}”.', name, writer);
    if ((await vscode.window.showWarningMessage(told, open)) === open)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'infiniask.writer');
  }
}

/** Tells what went wrong and what stays, and offers a way on; the editor shows a text with buttons in full. */
async function tellFailed(
  client: Models,
  role: ChosenRole,
  action: ModelAction,
  error: unknown,
): Promise<void> {
  const again = t('Try again');
  const other = t('Choose another model…');
  const inUse = chosenModel(role);
  const stays =
    inUse === ''
      ? t('The model that comes with InfiniAsk stays in use.')
      : t('{0} stays in use.', shortModelName(inUse));
  const ways = action.kind === 'get' || action.kind === 'hub' ? [again, other] : [other];
  const said = await vscode.window.showErrorMessage(`${toRunError(t, error).message} ${stays}`, ...ways);
  if (said === again) await take(client, role, action);
  if (said === other) await chooseModel(client, role);
}

/** @throws what says why not; vscode.CancellationError. @returns undefined when the user thought better of it */
async function madeReady(
  client: Models,
  role: ChosenRole,
  action: ModelAction,
): Promise<ReadyModel | undefined> {
  const wanted = await wantedBy(action);
  if (!wanted) return undefined;
  const { id, name, model } = wanted;
  if (model?.place === 'embedded') return { id: '', name };
  if ((action.kind === 'get' || action.kind === 'hub') && !(await got(client, wanted))) return undefined;
  await withCancel(t('Preparing {0}, once', name), (signal) => client.prepareModel({ id, role }, signal));
  return { id, name };
}

interface ChosenModel {
  readonly id: string;
  readonly name: string;
  /** Missing for what is not in the list. */
  readonly model?: ListedModel | undefined;
}

async function wantedBy(action: ModelAction): Promise<ChosenModel | undefined> {
  if (action.kind === 'use' || action.kind === 'get') {
    const { model } = action;
    return { id: model.id, name: printableLine(model.name), model };
  }
  const id = action.kind === 'file' ? await pickFile() : await askForHubFile();
  return id === undefined ? undefined : { id, name: shortModelName(id) };
}

async function pickFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({ filters: { GGUF: ['gguf'] }, title: t('Choose a file…') })) ?? [];
  return file?.fsPath;
}

async function askForHubFile(): Promise<string | undefined> {
  const named = await vscode.window.showInputBox({
    title: t('Download another…'),
    prompt: t('A GGUF file at Hugging Face: OWNER/NAME/FILE.gguf, with @REVISION behind it for an older one'),
    placeHolder: 'OWNER/NAME/FILE.gguf',
    ignoreFocusOut: true,
  });
  return named?.trim() || undefined;
}

/** Downloads a model whose terms, if it has any, the user accepts. @returns whether it is here */
async function got(client: Models, { id, name, model }: ChosenModel): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showErrorMessage(failureText(t, message('downloadRestricted')));
    return false;
  }
  const { terms, sizeBytes } = model ?? {};
  const size = sizeBytes === undefined ? '' : sizeText(sizeBytes, vscode.env.language);
  if (terms && !terms.accepted && !(await accepts(name, terms, size))) return false;
  const title = size === '' ? t('Downloading {0}', name) : t('Downloading {0}, {1}', name, size);
  const params = { id, acceptTerms: terms !== undefined, isRestricted: !vscode.workspace.isTrusted };
  await withCancel(title, (signal, report) => client.getModel(params, report, signal));
  return true;
}

async function accepts(
  name: string,
  terms: NonNullable<ListedModel['terms']>,
  size: string,
): Promise<boolean> {
  const read = t('Read the terms');
  const accept = t('Accept and download');
  const detail = t('{0}\n\nThen {1} are downloaded. That you accept is kept on this machine, with the date.', terms.url, size);
  for (;;) {
    const said = await vscode.window.showInformationMessage(
      t('{0} may be used by those who accept its terms: {1}.', name, terms.name),
      { modal: true, detail },
      read,
      accept,
    );
    if (said !== read) return said === accept;
    await vscode.env.openExternal(vscode.Uri.parse(terms.url));
  }
}
