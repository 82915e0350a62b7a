import * as vscode from 'vscode';
import type { AskSettings } from './session.ts';

/** The settings of the section `infiniask`, as a question needs them. */
export function readSettings(): AskSettings {
  const settings = vscode.workspace.getConfiguration('infiniask');
  return {
    writer: settings.get<string>('writer') === 'none' ? 'none' : 'embedded',
    budgetTokens: settings.get<number>('evidenceTokens', 1000),
    maxFileSizeBytes: settings.get<number>('maxFileSizeKB', 2048) * 1024,
  };
}
