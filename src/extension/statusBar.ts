import * as vscode from 'vscode';
import { printable } from '../text/index.ts';
import type { BackgroundState } from './background/backgroundReading.ts';
import { backgroundText } from './background/backgroundText.ts';
import type { CommandId } from './ids.ts';
import { isRunning, type RunState } from './session/runState.ts';

/**
 * In the status bar: a way to the panel, with the progress while a question runs, and, when it is turned on, how far
 * reading in the background is.
 */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('infiniask.status', vscode.StatusBarAlignment.Left);
  readonly #background = vscode.window.createStatusBarItem(
    'infiniask.background',
    vscode.StatusBarAlignment.Left,
  );

  constructor() {
    this.#background.name = vscode.l10n.t('InfiniAsk: reading in the background');
    this.#background.command = 'infiniask.showPanel' satisfies CommandId;
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
      this.#item.tooltip = printable(t('InfiniAsk is reading for: {0}', run.question));
    } else {
      this.#item.text = run.phase === 'failed' ? '$(warning) InfiniAsk' : '$(search) InfiniAsk';
      this.#item.tooltip = printable(run.error?.message ?? t('Show the InfiniAsk panel'));
    }
  }

  updateBackground(state: BackgroundState): void {
    const shown = backgroundText(vscode.l10n.t, state, vscode.env.language);
    if (!shown) {
      this.#background.hide();
      return;
    }
    this.#background.text = shown.text;
    this.#background.tooltip = shown.tooltip;
    this.#background.show();
  }

  dispose(): void {
    this.#background.dispose();
    this.#item.dispose();
  }
}
