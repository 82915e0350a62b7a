import * as vscode from 'vscode';
import type { GetModelProgress } from '../../contract/index.ts';
import { count } from '../numbers.ts';

/**
 * Shows that something goes on, and how far it is, and lets it be cancelled.
 * @throws vscode.CancellationError when it was
 */
export function withCancel<T>(
  title: string,
  work: (signal: AbortSignal, report: (progress: GetModelProgress) => void) => Promise<T>,
): Thenable<T> {
  const { t } = vscode.l10n;
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
