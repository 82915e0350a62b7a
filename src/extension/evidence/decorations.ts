/** Marks the kept lines in the editors: a quiet background, an icon in the gutter, a tick in the overview ruler. */
import * as vscode from 'vscode';
import { disposeAll, type Disposable } from '../disposable.ts';
import { colourIds } from '../ids.ts';
import { mergeLines } from './spans.ts';
import type { SpanTracker } from './spanTracker.ts';

export class Decorations implements Disposable {
  readonly #tracker: SpanTracker;
  readonly #fresh: vscode.TextEditorDecorationType;
  /** A decoration of its own: on the background one the icon would repeat on every row of a wrapped line. */
  readonly #icon: vscode.TextEditorDecorationType;
  readonly #stale: vscode.TextEditorDecorationType;
  readonly #disposables: Disposable[];

  constructor(tracker: SpanTracker, extensionUri: vscode.Uri) {
    this.#tracker = tracker;
    const media = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
    const gutter = {
      light: { gutterIconPath: media('gutter-light.svg') },
      dark: { gutterIconPath: media('gutter-dark.svg') },
      gutterIconSize: 'contain',
    };
    const ruler = {
      overviewRulerColor: new vscode.ThemeColor(colourIds.ruler),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
    };
    this.#icon = vscode.window.createTextEditorDecorationType(gutter);
    this.#fresh = vscode.window.createTextEditorDecorationType({
      ...ruler,
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor(colourIds.background),
    });
    // These lines have changed since they were read, so only their place is marked.
    this.#stale = vscode.window.createTextEditorDecorationType({
      gutterIconPath: media('gutter-stale.svg'),
      gutterIconSize: 'contain',
      ...ruler,
    });
    this.#disposables = [
      this.#icon,
      this.#fresh,
      this.#stale,
      tracker.onDidChange(() => this.#update()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#update()),
    ];
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #update(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const spans = this.#tracker.in(editor.document);
      const ranges = (stale: boolean) =>
        mergeLines(spans.filter((span) => span.stale === stale)).map(
          ({ startLine, endLine }) => new vscode.Range(startLine, 0, endLine, Number.MAX_SAFE_INTEGER),
        );
      const fresh = ranges(false);
      const starts = fresh.flatMap(({ start, end }) =>
        Array.from({ length: end.line - start.line + 1 }, (_, i) => start.with(start.line + i, 0)),
      );
      editor.setDecorations(
        this.#icon,
        starts.map((position) => new vscode.Range(position, position)),
      );
      editor.setDecorations(this.#fresh, fresh);
      editor.setDecorations(this.#stale, ranges(true));
    }
  }
}
