import { isAbsolute, relative } from 'node:path';

/** Whether a path leads to something inside the folder; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const back = relative(folder, path);
  return back !== '' && back !== '..' && !/^\.\.[/\\]/.test(back) && !isAbsolute(back);
}
