import { isAbsolute, relative, sep } from 'node:path';

/** True for the folder itself and everything below it; both paths are absolute. Opens nothing. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/**
 * True for `\\host\share` and `//host/share`: on Windows, merely looking at such a path logs in at that host. Paths in
 * the files of a cloned folder are held against this before anything is opened.
 */
export function isNetworkPath(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}
