/** The `code` of a Node file system error, else an empty string. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The `code` of `notOurs`. */
export const NOT_OURS = 'NOT_OURS';

/** What somebody else has made is not used: they could read what is kept and change what is found. */
export function notOurs(path: string): Error {
  return Object.assign(new Error(`"${path}" belongs to another user.`), { code: NOT_OURS });
}

/** As the system says it of a file, here of a link too. */
export function noFolder(path: string): Error {
  return Object.assign(new Error(`ENOTDIR: not a directory, '${path}'`), { code: 'ENOTDIR' });
}

/** Errors that pass by themselves: the one value is not kept, the next may be. */
export function isPassing(error: unknown): boolean {
  return ['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'EINTR', 'ENOENT'].includes(codeOf(error));
}

/** Why nothing new is remembered and what to do about it, for people. */
export function describeProblem(folder: string, error: unknown): string {
  const [what, todo] = reason(error);
  return (
    `Nothing new is remembered in "${folder}": ${what}. ` +
    `Answers are found as before, but later questions will not be faster. ${todo}`
  );
}

function reason(error: unknown): readonly [string, string] {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return ['the disk is full', 'Free some space, then start again.'];
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return ['it cannot be written to', "Check the folder's permissions, then start again."];
    case NOT_OURS:
      return ['it belongs to another user', 'Name another folder with INFINIASK_CACHE, then start again.'];
    case 'EEXIST':
    case 'ENOTDIR':
      return ['a file is where a folder should be', 'Move the file away, then start again.'];
    default: {
      const why = error instanceof Error ? error.message : String(error);
      return [why, 'Check the disk, then start again.'];
    }
  }
}
