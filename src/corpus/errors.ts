import type { SkipReason } from '../contract/index.ts';

/** The two ways in which a root named by the user cannot be used; also ids of the engine's protocol. */
export type CorpusErrorId = 'rootMissing' | 'rootUnreadable';

/** A root cannot be read at all. The message names the path and says what to do next. */
export class CorpusError extends Error {
  readonly id: CorpusErrorId;
  /** The root as the caller gave it. */
  readonly path: string;

  constructor(id: CorpusErrorId, path: string, cause?: unknown) {
    super(
      id === 'rootMissing'
        ? `There is no file or folder at "${path}". Check the path, or choose another folder.`
        : `"${path}" cannot be read. Check its permissions and that it is a folder or an ordinary file, or choose another folder.`,
      { cause },
    );
    this.name = 'CorpusError';
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
      // Node replaces bytes of a name that are not UTF-8, so such a name exists but cannot be opened by it.
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
