/**
 * Small records by the identity of a model, or of a folder, in one JSON file beside the window memory. A damaged file, or
 * one of another version, counts as empty.
 */
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Only the latest records are kept, so that trying out many models does not let the file grow without end. */
const MOST_MODELS = 16;

export class ModelRecords {
  private readonly folder: string;
  private readonly path: string;

  /** @param folder made for this user alone when it is missing @param file its name */
  constructor(folder: string, file: string) {
    this.folder = folder;
    this.path = join(folder, file);
  }

  /**
   * A model's record, its fields of any type; empty when there is none. Never rejects. @param identity see
   * `ModelIdentity`
   */
  async get(identity: string): Promise<Readonly<Record<string, unknown>>> {
    const record = (await this.all()).get(keyOf(identity));
    return isObject(record) ? record : {};
  }

  /** Replaces a model's record, whole or not at all. @throws as `node:fs` does */
  async set(identity: string, record: object): Promise<void> {
    const records = await this.all();
    const key = keyOf(identity);
    records.delete(key);
    records.set(key, record);
    const kept = Object.fromEntries([...records].slice(-MOST_MODELS));
    const unfinished = `${this.path}.${process.pid}-${randomBytes(6).toString('hex')}`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      // `wx` follows no link that somebody put there.
      const file = await open(unfinished, 'wx', 0o600);
      await file.writeFile(`${JSON.stringify(kept, null, 2)}\n`).finally(() => file.close());
      await rename(unfinished, this.path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** Forgets all models. Never rejects. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true }).catch(() => undefined);
  }

  /** By key, the latest last. */
  private async all(): Promise<Map<string, unknown>> {
    try {
      // Follows no link and waits at no pipe; Windows has neither flag.
      const flag = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const records: unknown = JSON.parse(await readFile(this.path, { encoding: 'utf8', flag }));
      return new Map(isObject(records) ? Object.entries(records).filter(([key]) => KEY.test(key)) : []);
    } catch {
      return new Map();
    }
  }
}

const KEY = /^[0-9a-f]{64}$/;

/** An identity is a long text that names files of the model. */
function keyOf(identity: string): string {
  return createHash('sha256').update(identity).digest('hex');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
