import * as vscode from 'vscode';
import type { Session } from '../session/session.ts';
import { hoverCommands, hoverMarkdown, mentionsMarkdown } from './hoverText.ts';
import { isTelling, mentionsOf } from './mentions.ts';
import { walkingOrder } from './spans.ts';
import type { SpanTracker } from './spanTracker.ts';

/** Languages of prose, in which a word counts as an identifier only when it looks like one. */
const prose = new Set(['markdown', 'plaintext', 'restructuredtext', 'latex', 'asciidoc', 'log']);

/** The hovers over kept lines, and over identifiers that stand in kept lines elsewhere. */
export function registerHovers(session: Session, tracker: SpanTracker): vscode.Disposable {
  return vscode.Disposable.from(registerLineHover(session, tracker), registerWordHover(tracker));
}

/** Hover over a kept line: names its question, leads to the spans before and after it and to the panel. */
function registerLineHover(session: Session, tracker: SpanTracker): vscode.Disposable {
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
        return new vscode.Hover(
          trusted(text),
          new vscode.Range(span.startLine, 0, span.endLine, Number.MAX_SAFE_INTEGER),
        );
      },
    },
  );
}

/** Hover over an identifier: leads to the evidence in which it stands. */
function registerWordHover(tracker: SpanTracker): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    provideHover(document, position) {
      if (tracker.spans.length === 0) return undefined;
      const range = document.getWordRangeAtPosition(position);
      const word = range ? document.getText(range) : '';
      if (!isTelling(word, prose.has(document.languageId))) return undefined;
      const here = { file: document.uri.fsPath, line: position.line };
      const mentions = mentionsOf(word, tracker.spans, here);
      if (mentions.length === 0) return undefined;
      const pathOf = (file: string) => vscode.workspace.asRelativePath(file);
      return new vscode.Hover(trusted(mentionsMarkdown(vscode.l10n.t, { word, mentions, pathOf })), range);
    },
  });
}

function trusted(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: hoverCommands };
  return markdown;
}
