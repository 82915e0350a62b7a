import type { SkipReason } from '../contract/index.ts';
import { message, ToldError } from '../messages/index.ts';

/** A root cannot be read at all; the message names its path and says what to do. */
export class CorpusError extends ToldError {
  override readonly name = 'CorpusError';
  readonly id: 'rootMissing' | 'rootUnreadable';
  /** The root as the caller gave it. */
  readonly path: string;

  constructor(id: CorpusError['id'], path: string, cause?: unknown) {
    super(message(id, path), { cause });
    this.id = id;
    this.path = path;
  }
}

/** The `code` of a Node file system error, else an empty string. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The reason to report when one file or folder below a root fails. */
export function reasonOf(error: unknown, path: string): SkipReason {
  switch (errorCode(error)) {
    case 'ENOENT':
      // Node replaces bytes of a name that are not UTF-8; such a file exists, but this name does not open it.
      return path.includes('\uFFFD') ? 'unreadable' : 'vanished';
    case 'ENOTDIR':
    case 'ESTALE':
      return 'vanished';
    case 'ELOOP':
      return 'linkLoop';
    default:
      return 'unreadable';
  }
}
