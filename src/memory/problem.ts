import type { Message, Told } from '../contract/index.ts';
import { message, toldOf } from '../messages/index.ts';

/** The `code` of a Node file system error, else an empty string. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The `code` of `notOurs`. */
export const NOT_OURS = 'NOT_OURS';

/** Refuses a folder of another user, who could read what is kept and change what is found. */
export function notOurs(path: string): Error {
  return Object.assign(new Error(`"${path}" belongs to another user.`), { code: NOT_OURS });
}

/** The error of the system for a file in place of a folder, here for a link too. */
export function noFolder(path: string): Error {
  return Object.assign(new Error(`ENOTDIR: not a directory, '${path}'`), { code: 'ENOTDIR' });
}

/** Errors that pass: this value is not kept, the next one may be. */
export function isPassing(error: unknown): boolean {
  return ['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'EINTR', 'ENOENT'].includes(codeOf(error));
}

/** Why nothing new is remembered and what to do about it. */
export function describeProblem(folder: string, error: unknown): Message {
  return message('nothingRemembered', folder, ...reason(error));
}

function reason(error: unknown): readonly [why: Told, remedy: Told] {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return [message('diskFull'), message('freeSpace')];
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return [message('notWritable'), message('checkPermissions')];
    case NOT_OURS:
      return [message('ofAnotherUser'), message('nameOtherCache')];
    case 'EEXIST':
    case 'ENOTDIR':
      return [message('fileForFolder'), message('moveFile')];
    default:
      return [toldOf(error), message('checkDisk')];
  }
}
