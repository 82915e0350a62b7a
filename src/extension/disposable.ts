/** Anything that has to be let go; the editor's own class is too narrow for its own objects. */
export interface Disposable {
  dispose(): unknown;
}

/** Disposes of the latest first, as they may depend on the earlier ones. */
export function disposeAll(disposables: Disposable[]): void {
  for (const disposable of disposables.splice(0).reverse()) disposable.dispose();
}
