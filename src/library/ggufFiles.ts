/** Tells which files of a folder are models. */
import { basename } from 'node:path';
import { partsOf } from './hub.ts';

/**
 * Paths of models among paths of files, each by its first part. Files that add sight or hearing to a model are left
 * out.
 */
export function modelFiles(paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const name = basename(path);
    if (!/\.gguf$/i.test(name) || /^mmproj|mmproj[-.]/i.test(name)) return false;
    return partsOf(name)[0] === name;
  });
}

/** Whether all parts of a model are among the files. @param path of the first part */
export function allParts(path: string, paths: readonly string[]): readonly string[] | undefined {
  const all = partsOf(path);
  const there = new Set(paths);
  return all.every((part) => there.has(part)) ? all : undefined;
}
