/** The evidence in the explorer's side bar: files with their spans, which open with a click. */
import * as vscode from 'vscode';
import { disposeAll, type Disposable } from '../disposable.ts';
import { evidenceViewId, type CommandId } from '../ids.ts';
import { fileNodes, fileTexts, spanTexts, type FileNode } from './evidenceTree.ts';
import type { Span } from './spans.ts';
import type { SpanTracker } from './spanTracker.ts';

type Node = FileNode | Span;

export class EvidenceView implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #tracker: SpanTracker;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposables: Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(tracker: SpanTracker) {
    this.#tracker = tracker;
    this.#disposables = [
      this.#changed,
      tracker.onDidChange(() => this.#changed.fire(undefined)),
      vscode.window.registerTreeDataProvider(evidenceViewId, this),
    ];
  }

  getChildren(node?: Node): Node[] {
    if (!node) return fileNodes(this.#tracker.spans);
    return 'spans' in node ? [...node.spans] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'spans' in node ? fileItem(node) : spanItem(node);
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }
}

function fileItem(node: FileNode): vscode.TreeItem {
  const uri = vscode.Uri.file(node.file);
  const { label, description, tooltip } = fileTexts(
    vscode.l10n.t,
    node,
    vscode.workspace.asRelativePath(uri),
  );
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = node.file;
  // The icon theme chooses by the file's name.
  item.resourceUri = uri;
  item.iconPath = vscode.ThemeIcon.File;
  item.description = description;
  item.tooltip = tooltip;
  return item;
}

function spanItem(span: Span): vscode.TreeItem {
  const { label, description, tooltip } = spanTexts(vscode.l10n.t, span);
  const item = new vscode.TreeItem(label);
  item.id = String(span.id);
  item.description = description;
  item.tooltip = tooltip;
  if (span.stale) item.iconPath = new vscode.ThemeIcon('warning');
  item.command = {
    command: 'infiniask.openEvidence' satisfies CommandId,
    title: vscode.l10n.t('Open'),
    arguments: [{ id: span.id }],
  };
  return item;
}
