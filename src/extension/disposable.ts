/** Structural type: `vscode.Disposable` is a class and rejects plain objects. */
export interface Disposable {
  dispose(): unknown;
}

/** Disposes of the latest first, since it may depend on earlier ones. */
export function disposeAll(disposables: Disposable[]): void {
  for (const disposable of disposables.splice(0).reverse()) disposable.dispose();
}
