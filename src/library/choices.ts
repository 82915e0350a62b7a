/** Keeps the user's choice of models in one small file. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelRole } from '../contract/index.ts';
import { message } from '../messages/index.ts';
import { withLock } from '../system/index.ts';
import { LibraryError } from './errors.ts';

export interface Choices {
  /**
   * Id or absolute path of the model in each role. A missing reader or writer is the embedded model; a missing rereader
   * is nobody.
   */
  readonly use: Readonly<Partial<Record<ModelRole, string>>>;
  /** Absolute paths of added files and folders. */
  readonly added: readonly string[];
  readonly accepted: readonly Acceptance[];
}

/** The user's acceptance of a model's terms. */
export interface Acceptance {
  readonly model: string;
  readonly termsUrl: string;
  /** Time, ISO 8601. */
  readonly at: string;
}

const none: Choices = { use: {}, added: [], accepted: [] };

/**
 * Reads the choices; none where there is no file. @throws LibraryError for a file that cannot be read, which is the
 * user's and therefore never overwritten
 */
export async function readChoices(path: string): Promise<Choices> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return none;
    throw unreadable(path, error);
  }
  try {
    return checked(JSON.parse(text));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Changes the file; a lock admits one process at a time. @throws LibraryError */
export async function changeChoices(
  path: string,
  change: (before: Choices) => Choices,
  signal = new AbortController().signal,
): Promise<Choices> {
  const changeFile = async (): Promise<Choices> => {
    const after = change(await readChoices(path));
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await writeFile(temporary, `${JSON.stringify(after, null, 2)}\n`);
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
    return after;
  };
  try {
    await mkdir(dirname(path), { recursive: true });
    return await withLock(`${path}.lock`, changeFile, { signal });
  } catch (error) {
    if (error instanceof LibraryError || signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new LibraryError('modelNotGot', message('choicesUnwritable', path, why), { cause: error });
  }
}

function checked(json: unknown): Choices {
  if (typeof json !== 'object' || json === null) throw new TypeError('it is no object');
  const { use = {}, added = [], accepted = [] } = json as Partial<Record<keyof Choices, unknown>>;
  if (typeof use !== 'object' || use === null || !Object.values(use).every(isText))
    throw new TypeError('"use" is not usable');
  if (!Array.isArray(added) || !added.every(isText)) throw new TypeError('"added" is no list of paths');
  if (!Array.isArray(accepted) || !accepted.every(isAcceptance))
    throw new TypeError('"accepted" is not usable');
  return { use, added, accepted };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isAcceptance(value: unknown): value is Acceptance {
  if (typeof value !== 'object' || value === null) return false;
  const { model, termsUrl, at } = value as Partial<Record<keyof Acceptance, unknown>>;
  return isText(model) && isText(termsUrl) && isText(at);
}

function unreadable(path: string, error: unknown): LibraryError {
  const why = error instanceof Error ? error.message : String(error);
  return new LibraryError('modelNotGot', message('choicesUnreadable', path, why), { cause: error });
}
