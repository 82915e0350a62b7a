import * as vscode from 'vscode';
import type { CommandId } from './ids.ts';
import { isRunning, type RunState } from './runState.ts';

/** The one item in the status bar: a way to the panel, and the progress while a question runs. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('infiniask.status', vscode.StatusBarAlignment.Left);

  constructor() {
    this.#item.name = 'InfiniAsk';
    this.#item.command = 'infiniask.showPanel' satisfies CommandId;
    this.#item.show();
  }

  update(run: RunState): void {
    const { t } = vscode.l10n;
    if (isRunning(run)) {
      const { read } = run;
      const share = read && read.tokensTotal > 0 ? Math.min(1, read.tokens / read.tokensTotal) : undefined;
      const text = share === undefined ? '' : ` ${Math.floor(share * 100)}%`;
      this.#item.text = `$(loading~spin) InfiniAsk${text}`;
      this.#item.tooltip = t('InfiniAsk is reading for: {0}', run.question);
    } else {
      this.#item.text = run.phase === 'failed' ? '$(warning) InfiniAsk' : '$(search) InfiniAsk';
      this.#item.tooltip = run.error?.message ?? t('Show the InfiniAsk panel');
    }
  }

  dispose(): void {
    this.#item.dispose();
  }
}
