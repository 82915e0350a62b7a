/** Opens the place of a span: exactly its lines selected, or its cell, beside the panel rather than over it. */
import * as vscode from 'vscode';
import { isInFile, type Span } from './spans.ts';

export interface OpenOptions {
  /** In a further group of editors, where it stays. */
  readonly toSide?: boolean;
  /** Whether the editor stays when the next file is opened. */
  readonly keep?: boolean;
}

/** Opens documents, which have no lines in an editor. */
export interface DocumentOpener {
  open(span: Span, show: vscode.TextDocumentShowOptions): Promise<void>;
}

/** @param panelColumn where the panel is, undefined when it is not visible */
export async function openSpan(
  span: Span,
  documents: DocumentOpener,
  panelColumn: vscode.ViewColumn | undefined,
  { toSide = false, keep = toSide }: OpenOptions = {},
): Promise<void> {
  const uri = vscode.Uri.file(span.file);
  const viewColumn = toSide ? vscode.ViewColumn.Beside : columnBeside(panelColumn);
  const preview = !keep;
  const { place } = span;
  if (place.kind === 'cell' && (await openCell(uri, place.cell, { viewColumn, preview }))) return;
  if (!isInFile(span)) {
    await documents.open(span, { viewColumn, preview });
    return;
  }
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    // Not a text file, so the editor chooses how to show it.
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn, preview });
    return;
  }
  const last = document.lineAt(Math.min(span.endLine, document.lineCount - 1));
  const start = new vscode.Position(Math.min(span.startLine, last.lineNumber), 0);
  const best = new vscode.Position(
    Math.min(span.startLine + (span.bestOffset ?? 0), last.lineNumber),
    span.bestColumn ?? 0,
  );
  // A long line would be shown from its beginning, so the cursor goes to the best column.
  const selection = new vscode.Range(
    span.bestColumn === undefined ? start : best,
    span.bestColumn === undefined ? last.range.end : best,
  );
  const editor = await vscode.window.showTextDocument(document, { selection, viewColumn, preview });
  editor.revealRange(new vscode.Range(best, best), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Shows a notebook at one of its cells. @returns false where nothing opens notebooks, or it has fewer cells by now */
async function openCell(
  uri: vscode.Uri,
  cell: number,
  options: vscode.NotebookDocumentShowOptions,
): Promise<boolean> {
  try {
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    if (cell > notebook.cellCount) return false;
    const range = new vscode.NotebookRange(cell - 1, cell);
    const editor = await vscode.window.showNotebookDocument(notebook, { ...options, selections: [range] });
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
    return true;
  } catch {
    return false;
  }
}

/** Shows the lines of spans in a peek at the cursor of the active editor. */
export async function peekSpans(spans: readonly Span[]): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { document, selection } = editor;
  const locations = spans
    .filter(isInFile)
    .map(
      ({ file, startLine, endLine }) =>
        new vscode.Location(
          vscode.Uri.file(file),
          new vscode.Range(startLine, 0, endLine, Number.MAX_SAFE_INTEGER),
        ),
    );
  await vscode.commands.executeCommand(
    'editor.action.peekLocations',
    document.uri,
    selection.active,
    locations,
    'peek',
  );
}

function columnBeside(panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  if (panelColumn === undefined) return vscode.ViewColumn.Active;
  // By its number: a click into the panel makes that the active group before this process hears of it.
  if (activeTabGroup.viewColumn !== panelColumn) return activeTabGroup.viewColumn;
  const other = all.find(({ viewColumn }) => viewColumn !== panelColumn);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
