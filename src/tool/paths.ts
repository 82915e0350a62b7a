import { dirname, isAbsolute, relative } from 'node:path';

/** Whether a path leads to something inside the folder; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const back = relative(folder, path);
  return back !== '' && back !== '..' && !/^\.\.[/\\]/.test(back) && !isAbsolute(back);
}

/** The path from a folder to the files of a root within it, as `Root.prefix` has it; empty for the folder itself. */
export function prefixIn(folder: string, path: string, isFile: boolean): string {
  const way = relative(folder, isFile ? dirname(path) : path).replaceAll('\\', '/');
  return way === '' ? '' : `${way}/`;
}

/** Drops places inside other places and doubles, which would be read twice. */
export function outermost<T extends { readonly path: string }>(roots: readonly T[]): T[] {
  const distinct = [...new Map(roots.map((root) => [root.path, root])).values()];
  return distinct.filter(
    (root) => !distinct.some((other) => other !== root && isWithin(root.path, other.path)),
  );
}
