import type {
  GetModelParams,
  GetModelProgress,
  ListedModel,
  ModelList,
  PrepareModelParams,
} from '../contract/index.ts';
import { installedLibrary } from './installedLibrary.ts';
import { builtFolder } from './userModels.ts';
import type { UserModelOptions } from './userModels.ts';

/** What is asked about models before one of them fills a role. */
export class ModelRequests {
  private readonly userModels: UserModelOptions | undefined;

  constructor(userModels: UserModelOptions | undefined) {
    this.userModels = userModels;
  }

  list(): Promise<ModelList> {
    return installedLibrary().list();
  }

  /** @throws LibraryError, or the signal's reason */
  get(
    params: GetModelParams,
    onProgress: (progress: GetModelProgress) => void,
    signal: AbortSignal,
  ): Promise<ListedModel> {
    return installedLibrary().get(params, { signal, onProgress });
  }

  /** @throws LibraryError, ModelError, or the signal's reason */
  async prepare({ id, role }: PrepareModelParams, signal: AbortSignal): Promise<void> {
    const path = await installedLibrary().pathOf(id);
    await builtFolder(path, role === 'writer', this.userModels && { ...this.userModels, signal });
  }
}
