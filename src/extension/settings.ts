import * as vscode from 'vscode';
import type { Endpoint, ReadingMode, WriterId } from '../contract/index.ts';
import type { AskSettings } from './session/session.ts';

/** The settings of the section `infiniask`, as a question needs them. */
export function readSettings(): AskSettings {
  const settings = vscode.workspace.getConfiguration('infiniask');
  return {
    ...writerSettings(settings),
    budgetTokens: settings.get<number>('evidenceTokens', 2000),
    reading: READINGS.find((mode) => mode === settings.get<string>('reading')) ?? 'auto',
    corpus: {
      maxFileSizeBytes: settings.get<number>('maxFileSizeKB', 2048) * 1024,
      maxDocumentSizeBytes: settings.get<number>('maxDocumentSizeMB', 64) * 1024 * 1024,
      encoding: encoding(settings),
      followLinks: settings.get<boolean>('followLinks', false),
      passOver: passOver(settings),
    },
  };
}

const READINGS: readonly ReadingMode[] = ['auto', 'always', 'first'];

/** Undefined, that is the built-in list, when the setting is no list of names. */
function passOver(settings: vscode.WorkspaceConfiguration): string[] | undefined {
  const list = settings.get<unknown>('passOver');
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : undefined;
}

/** Of files that are not in UTF-8: what was chosen here, else for the editor itself; undefined to guess. */
function encoding(settings: vscode.WorkspaceConfiguration): string | undefined {
  const chosen = settings.get<string>('encoding', 'auto');
  if (chosen !== 'auto') return chosen;
  const editors = vscode.workspace.getConfiguration('files').get<string>('encoding', 'utf8');
  return editors.startsWith('utf8') ? undefined : editors;
}

/** The server that would write, as far as the settings say; its key is kept elsewhere. */
export function readEndpoint(): Endpoint {
  return endpointOf(vscode.workspace.getConfiguration('infiniask'));
}

const WRITERS: readonly WriterId[] = ['embedded', 'editor', 'endpoint', 'none'];

function writerSettings(settings: vscode.WorkspaceConfiguration): Pick<AskSettings, 'writer' | 'endpoint'> {
  const writer = WRITERS.find((id) => id === settings.get<string>('writer')) ?? 'embedded';
  return writer === 'endpoint' ? { writer, endpoint: endpointOf(settings) } : { writer };
}

function endpointOf(settings: vscode.WorkspaceConfiguration): Endpoint {
  return {
    url: settings.get('endpoint.url', '').trim(),
    model: settings.get('endpoint.model', '').trim(),
  };
}

/** Whether to read ahead. The settings of a folder count only once the folder is trusted. */
export function readsInBackground(): boolean {
  const settings = vscode.workspace.getConfiguration('infiniask');
  return vscode.workspace.isTrusted
    ? settings.get('readInBackground') === true
    : settings.inspect('readInBackground')?.globalValue === true;
}

/** Where the engine keeps what makes later questions faster, and how much of it. */
export function cacheEnvironment(storage: vscode.Uri): NodeJS.ProcessEnv {
  const size = vscode.workspace.getConfiguration('infiniask').get<number | null>('cacheSizeMB', null);
  return {
    // Tests set this from outside.
    INFINIASK_CACHE: process.env['INFINIASK_CACHE'] ?? vscode.Uri.joinPath(storage, 'windows').fsPath,
    ...(size === null ? {} : { INFINIASK_CACHE_MB: String(size) }),
  };
}

/** Settings with the models in the roles; the user's own, so that no workspace names a file to load. */
const modelSettings = { reader: 'reader', writer: 'writerModel' } as const;

/** Id or path of the model in a role; empty for the one that comes with the extension. */
export function chosenModel(role: keyof typeof modelSettings): string {
  return vscode.workspace.getConfiguration('infiniask').get<string>(modelSettings[role], '').trim();
}

export async function setChosenModel(role: keyof typeof modelSettings, id: string): Promise<void> {
  const value = id === '' ? undefined : id;
  await vscode.workspace
    .getConfiguration('infiniask')
    .update(modelSettings[role], value, vscode.ConfigurationTarget.Global);
}

/** Whether a change of the settings touches the model in a role. */
export function changesModel(
  change: vscode.ConfigurationChangeEvent,
  role: keyof typeof modelSettings,
): boolean {
  return change.affectsConfiguration(`infiniask.${modelSettings[role]}`);
}
