import * as vscode from 'vscode';
import { hoverCommands, hoverMarkdown } from './hoverText.ts';
import type { Session } from './session.ts';
import { walkingOrder } from './spans.ts';
import type { SpanTracker } from './spanTracker.ts';

/** Tells over a kept line which question kept it, and leads to the spans before and after it and to the panel. */
export function registerHover(session: Session, tracker: SpanTracker): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: 'file' },
    {
      provideHover(document, { line }) {
        const span = tracker
          .in(document)
          .find(({ startLine, endLine }) => startLine <= line && line <= endLine);
        if (!span) return undefined;
        const order = walkingOrder(tracker.spans);
        const place = order.findIndex(({ id }) => id === span.id);
        const many = order.length > 1;
        const text = hoverMarkdown(vscode.l10n.t, {
          span,
          question: session.state.question,
          total: order.length,
          previous: many ? order.at(place - 1)?.id : undefined,
          next: many ? order[(place + 1) % order.length]?.id : undefined,
        });
        const markdown = new vscode.MarkdownString(text);
        markdown.isTrusted = { enabledCommands: hoverCommands };
        return new vscode.Hover(
          markdown,
          new vscode.Range(span.startLine, 0, span.endLine, Number.MAX_SAFE_INTEGER),
        );
      },
    },
  );
}
