import * as vscode from 'vscode';
import { readEndpoint } from '../settings.ts';
import { originOf, type EndpointKeys } from './endpointKeys.ts';

/** Asks for the key of the endpoint in the settings and keeps it. @returns whether one was kept */
export async function setEndpointKey(keys: EndpointKeys): Promise<boolean> {
  const { url } = readEndpoint();
  const origin = originOf(url);
  if (origin === undefined) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('“{0}” is no URL of a server. Set infiniask.endpoint.url first.', url),
    );
    return false;
  }
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Key of the endpoint'),
    prompt: vscode.l10n.t('It is kept in the secret storage of the editor and sent to {0} only.', origin),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('The key is empty.') : undefined),
  });
  if (key === undefined) return false;
  await keys.set(url, key);
  void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is kept.', origin));
  return true;
}

export async function clearEndpointKeys(keys: EndpointKeys): Promise<void> {
  await keys.clear();
  void vscode.window.showInformationMessage(vscode.l10n.t('The keys of all endpoints are forgotten.'));
}
