import * as vscode from 'vscode';
import type { EngineClient } from '../../client/index.ts';
import { changesModel, chosenModel } from '../settings.ts';
import type { ChosenRole } from './modelChoices.ts';

const roles: readonly ChosenRole[] = ['reader', 'writer'];

/** Has the engine fill its roles with what the settings say, now and whenever they are changed; no restart is needed. */
export function followChosenModels(
  client: Pick<EngineClient, 'replace'>,
  log: (line: string) => void,
): vscode.Disposable {
  const apply = (role: ChosenRole): void => {
    const folder = chosenModel(role) || undefined;
    client.replace({ role, folder }).catch((error: unknown) => log(String(error)));
  };
  for (const role of roles) if (chosenModel(role) !== '') apply(role);
  return vscode.workspace.onDidChangeConfiguration((change) => {
    for (const role of roles) if (changesModel(change, role)) apply(role);
  });
}
