/** The search for the editor's agents. It runs beside the user's own question; neither ends or delays the other. */
import * as vscode from 'vscode';
import type { EngineClient } from '../client/index.ts';
import { printableLine } from '../text/index.ts';
import { resolveScope, rootsOf, toolName, toolText, toToolResult } from '../tool/index.ts';
import { workspaceScope } from './session/scope.ts';
import { readSettings } from './settings.ts';

/** Its schema is in the manifest; the editor checks it before a call. */
interface ToolInput {
  readonly question: string;
  readonly paths?: readonly string[];
  readonly budget?: number;
  readonly thorough?: boolean;
}

export function registerTool(client: EngineClient): vscode.Disposable {
  return vscode.lm.registerTool<ToolInput>(toolName, {
    prepareInvocation({ input }) {
      return { invocationMessage: vscode.l10n.t('Reading for: {0}', printableLine(input.question)) };
    },
    async invoke({ input, tokenizationOptions }, token) {
      const { question, paths, budget, thorough } = input;
      const allowed = workspaceScope();
      const scope = await resolveScope(paths, allowed);
      const most = Math.min(budget ?? Infinity, tokenizationOptions?.tokenBudget ?? Infinity);
      const cancel = new AbortController();
      const cancellation = token.onCancellationRequested(() => cancel.abort());
      if (token.isCancellationRequested) cancel.abort();
      try {
        const result = await client.ask(
          {
            question,
            roots: await rootsOf(scope, allowed),
            writer: 'none',
            reading: thorough ? undefined : 'auto',
            corpus: readSettings().corpus,
            ...(Number.isFinite(most) ? { budgetTokens: most } : {}),
          },
          () => undefined,
          cancel.signal,
          { background: true },
        );
        if (cancel.signal.aborted) throw new vscode.CancellationError();
        const text = toolText(await toToolResult(result, scope, allowed));
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        cancellation.dispose();
      }
    },
  });
}
