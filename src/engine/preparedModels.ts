/** What this machine has prepared of models, and how fast it read with them, for the list of models. */
import { basename } from 'node:path';
import type { PreparedModels } from '../contract/index.ts';
import type { KnownHere, PreparedPlace } from '../library/index.ts';
import { builtFolderOf, builtIdentity } from '../model/index.ts';
import { builtModels, removeBuilt } from './builtModels.ts';
import { LastSpeed } from './speed.ts';

export interface PreparedOptions {
  /** Folder of all built models, and the most that they may take together. */
  readonly root: string;
  readonly limitBytes: number;
  /** Folder with the records of speed; undefined where nothing is kept. */
  readonly records: string | undefined;
}

export class PreparedList implements PreparedPlace {
  private readonly options: PreparedOptions;

  constructor(options: PreparedOptions) {
    this.options = options;
  }

  async measured(path: string): Promise<KnownHere> {
    const folder = await this.folderOf(path);
    if (folder === undefined) return {};
    const found = (await builtModels(this.options.root)).find((model) => model.folder === folder);
    return { ...(await this.speedOf(folder)), ...(found && { preparedBytes: found.sizeBytes }) };
  }

  /** How fast this machine read with the model of a built folder. Never rejects. */
  async speedOf(folder: string): Promise<Pick<KnownHere, 'tokensPerSecond'>> {
    const { records } = this.options;
    const identity = records === undefined ? undefined : await builtIdentity(folder);
    const speed = identity && (await new LastSpeed(records!).get(identity.model));
    return speed ? { tokensPerSecond: speed.reading } : {};
  }

  async all(): Promise<PreparedModels> {
    const { root: folder, limitBytes } = this.options;
    const models = await builtModels(folder);
    return { folder, limitBytes, bytes: models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
  }

  async remove(path: string): Promise<number | undefined> {
    const folder = await this.folderOf(path);
    const models = await builtModels(this.options.root);
    if (folder === undefined || !models.some((model) => basename(model.folder) === basename(folder)))
      return 0;
    return removeBuilt(folder);
  }

  /** Undefined for what is no model. */
  private folderOf(path: string): Promise<string | undefined> {
    return builtFolderOf(path, this.options.root).catch(() => undefined);
  }
}
