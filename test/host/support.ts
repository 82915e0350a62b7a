/** What the suites share: the extension's own view of its state, waiting for it, and the fixture's places. */
import { strict as assert } from 'node:assert';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { WriterId } from '../../src/contract/index.ts';
import type { InfiniAskApi, Snapshot } from '../../src/extension/api.ts';

/** As in package.json: `publisher.name`. The variable lets the harness itself be tried with another extension. */
export const EXTENSION_ID = process.env['INFINIASK_HOST_EXTENSION'] ?? 'infiniask.infiniask';

const WAIT_MS = 60_000;
const POLL_MS = 20;

export async function api(): Promise<InfiniAskApi> {
  const extension = vscode.extensions.getExtension<InfiniAskApi>(EXTENSION_ID);
  assert.ok(extension, `${EXTENSION_ID} is not installed`);
  return extension.activate();
}

/** Calls until there is a result. @throws when there is none for a minute */
export async function until<T>(what: string, probe: () => T | undefined | false): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const result = probe();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > deadline) throw new Error(`Waited ${WAIT_MS / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits for a state of the extension and gives it. */
export async function untilState(what: string, holds: (state: Snapshot) => boolean): Promise<Snapshot> {
  const extension = await api();
  return until(what, () => {
    const state = extension.snapshot();
    return holds(state) && state;
  });
}

/** Every state that the extension tells of while `act` runs, and what `act` gives. */
export async function watch<T>(act: () => PromiseLike<T>): Promise<{ states: Snapshot[]; result: T }> {
  const extension = await api();
  const states: Snapshot[] = [];
  const subscription = extension.onDidChange(() => states.push(extension.snapshot()));
  try {
    return { result: await act(), states };
  } finally {
    subscription.dispose();
  }
}

/** Asks all folders of the workspace. */
export async function ask(question: string): Promise<Snapshot> {
  return vscode.commands.executeCommand<Snapshot>('infiniask.ask', { question });
}

/** Asks one folder, as the explorer's menu does. */
export async function askFolder(folder: string, question: string): Promise<Snapshot> {
  return vscode.commands.executeCommand<Snapshot>('infiniask.askFolder', vscode.Uri.file(folder), [], {
    question,
  });
}

/** Who writes the answer from now on; without a writer a question takes half the time. */
export async function setWriter(writer: WriterId): Promise<void> {
  await vscode.workspace
    .getConfiguration('infiniask')
    .update('writer', writer, vscode.ConfigurationTarget.Global);
}

/** How far a question is read from now on: with `always` a large folder is read for as long as a test needs. */
export async function setReading(reading: 'auto' | 'always'): Promise<void> {
  await vscode.workspace
    .getConfiguration('infiniask')
    .update('reading', reading, vscode.ConfigurationTarget.Global);
}

/** The folder in which scripts/host-fixture.mjs made the workspace, and what lies in it. */
export function fixture(): Record<'library' | 'notes' | 'large' | 'pictures' | 'empty' | 'gone', string> {
  const file = vscode.workspace.workspaceFile;
  assert.ok(file, 'the suite needs the workspace of scripts/host-fixture.mjs');
  const parent = dirname(file.fsPath);
  return {
    library: join(parent, 'library'),
    notes: join(parent, 'notes & plans #1'),
    large: join(parent, 'large'),
    pictures: join(parent, 'pictures'),
    empty: join(parent, 'empty'),
    gone: join(parent, 'gone'),
  };
}

/** The active editor as file and 1-based first and last selected line, with the selected text. */
export function selected(): { file: string; lines: [number, number]; text: string } | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  return {
    file: document.uri.fsPath,
    lines: [selection.start.line + 1, selection.end.line + 1],
    text: document.getText(selection),
  };
}
