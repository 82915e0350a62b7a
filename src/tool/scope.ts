/** Which places a tool may read: nothing outside the roots that its user has allowed. */
import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Root } from '../contract/index.ts';
import { isWithin, outermost, prefixIn } from './paths.ts';
import { printableLine } from '../text/index.ts';

/** A folder or file that may be read. */
export interface AllowedRoot {
  /** Absolute path. */
  readonly path: string;
  /** How paths may begin that a tool is given, where there are several roots; default: the last part of the path. */
  readonly name?: string;
}

/** Refuses paths that a tool may not search; the message is for the tool's caller. */
export class ScopeError extends Error {
  override readonly name = 'ScopeError';
}

/** What a root is called in paths that a tool takes and returns. */
export function nameOf({ path, name }: AllowedRoot): string {
  return name ?? basename(path);
}

/**
 * The places that a call names, as absolute paths.
 * @param paths absolute, or relative to a root or to what holds the root (then they begin with its name); none: all roots
 * @throws ScopeError when one does not exist, or lies outside every root, be it through a link
 */
export async function resolveScope(
  paths: readonly string[] | undefined,
  allowed: readonly AllowedRoot[],
): Promise<string[]> {
  if (allowed.length === 0) throw new ScopeError('No folder is open that may be searched.');
  const everything = allowed.map(({ path }) => path);
  const named = paths?.length ? paths : ['.'];
  const found = await Promise.all(
    named.map(async (path) => (isEverything(path) ? everything : [await findPath(path, allowed)])),
  );
  return outermost(found.flat().map((path) => ({ path }))).map(({ path }) => path);
}

/** The places as roots for the engine, each with the path to it from the allowed root in which it lies. */
export function rootsOf(scope: readonly string[], allowed: readonly AllowedRoot[]): Promise<Root[]> {
  return Promise.all(
    scope.map(async (path) => {
      const root = allowed.find((one) => isSameOrWithin(path, one.path));
      return root && root.path !== path
        ? { path, prefix: prefixIn(root.path, path, await isFile(path)) }
        : { path };
    }),
  );
}

/** Whether a path is a file. False where it cannot be looked at: the engine then reports it in words for the user. */
export function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Whether a file lies within a root after following every link. */
export async function isAllowed(path: string, allowed: readonly AllowedRoot[]): Promise<boolean> {
  const target = await realPathOf(path);
  const roots = await Promise.all(allowed.map((root) => realPathOf(root.path)));
  return target !== undefined && roots.some((root) => root !== undefined && isSameOrWithin(target, root));
}

function isEverything(path: string): boolean {
  return path === '' || path === '.' || path === './';
}

/** @throws ScopeError */
async function findPath(path: string, allowed: readonly AllowedRoot[]): Promise<string> {
  const inside = candidates(path, allowed).filter((candidate) =>
    allowed.some((root) => isSameOrWithin(candidate, root.path)),
  );
  if (inside.length === 0) throw outside(path, allowed);
  for (const candidate of inside) {
    if ((await realPathOf(candidate)) === undefined) continue;
    if (await isAllowed(candidate, allowed)) return candidate;
    throw outside(path, allowed);
  }
  throw new ScopeError(
    `There is no file or folder "${printableLine(path)}" in ${namesOf(allowed)}. Check the path, or leave it out to search everything.`,
  );
}

function candidates(path: string, allowed: readonly AllowedRoot[]): string[] {
  if (isAbsolute(path)) return [resolve(path)];
  const [first = '', ...rest] = path.split(/[/\\]/);
  return allowed.flatMap((root) => [
    join(root.path, path),
    ...(first === nameOf(root) ? [join(root.path, ...rest)] : []),
  ]);
}

function outside(path: string, allowed: readonly AllowedRoot[]): ScopeError {
  return new ScopeError(
    `"${printableLine(path)}" is outside of what may be searched: ${namesOf(allowed)}. Give a path inside.`,
  );
}

function namesOf(allowed: readonly AllowedRoot[]): string {
  return allowed.map(({ path }) => printableLine(path)).join(', ');
}

function isSameOrWithin(path: string, root: string): boolean {
  return path === root || isWithin(path, root);
}

/** Undefined when there is nothing at this path, or when it is no path at all. */
async function realPathOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
