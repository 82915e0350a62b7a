/** What is read and what is not, by name and rules alone. */
import { join } from 'node:path';
import { isVersionControl } from './excludes.ts';
import type { Folder } from './folder.ts';
import { type IgnoreScope, judge } from './ignoreRules.ts';
import type { SkipReason } from '../contract/index.ts';

/** What becomes of one entry: a reason when it is skipped, else how it is entered. */
type Choice = SkipReason | Pick<Folder, 'isChosen' | 'untracked'>;

/**
 * Decides about one entry. `.infiniaskignore` comes first; where it is silent, what git tracks is read, and of the
 * rest what neither ignore files nor the list of names leave out. Files on that list (lock files, source maps,
 * minified code) are written by machines, so they are passed over even where git tracks them.
 * @param scope the rules inside `folder`
 */
export function choose(
  folder: Folder,
  scope: IgnoreScope,
  { name, isFolder }: { readonly name: string; readonly isFolder: boolean },
): Choice {
  if (isVersionControl(name)) return 'ignored';
  const { git, own, tracked } = judge(scope, join(folder.rulesPath, name), isFolder);
  if (own === true) return 'ignored';
  if (own === false) return { isChosen: true, untracked: undefined };
  const isPassedOver = folder.passOver.has(name, isFolder);
  if (isPassedOver && !isFolder) return git && !tracked ? 'ignored' : 'excluded';
  // The rules around a repository do not bind a repository of its own inside it.
  const inherited = scope.repository === folder.outer.repository ? folder.untracked : undefined;
  const leftOut = git ? 'ignored' : isPassedOver ? 'excluded' : inherited;
  return leftOut && !tracked ? leftOut : { isChosen: false, untracked: leftOut };
}
