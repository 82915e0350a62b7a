/** What a role is filled with. */
interface Disposable {
  dispose(): Promise<void>;
}

interface Lease<Model> {
  readonly model: Promise<Model>;
  users: number;
  isRetired: boolean;
}

/** A model in a role: opened when it is first needed, then kept, until it is closed or replaced, also while it is used. */
export class Role<Model extends Disposable> {
  private open: () => Promise<Model>;
  private lease: Lease<Model> | undefined;

  constructor(open: () => Promise<Model>) {
    this.open = open;
  }

  /** Does something with the model, which stays open for as long. */
  async use<Result>(work: (model: Model) => Promise<Result>): Promise<Result> {
    this.lease ??= { model: this.open(), users: 0, isRetired: false };
    const { lease } = this;
    lease.users++;
    try {
      return await work(await this.opened(lease));
    } finally {
      lease.users--;
      await closeUnused(lease);
    }
  }

  /** Lets go of the model: now, or when its last user is done. The next use opens it again. */
  async close(): Promise<void> {
    const { lease } = this;
    if (!lease) return;
    this.lease = undefined;
    lease.isRetired = true;
    await closeUnused(lease);
  }

  /** Has later uses open another model; what is under way goes on with this one. */
  replace(open: () => Promise<Model>): Promise<void> {
    this.open = open;
    return this.close();
  }

  private async opened(lease: Lease<Model>): Promise<Model> {
    try {
      return await lease.model;
    } catch (error) {
      // Tried again by the next question: the user may have mended it.
      if (this.lease === lease) this.lease = undefined;
      throw error;
    }
  }
}

/** What could not be opened holds nothing. */
async function closeUnused<Model extends Disposable>(lease: Lease<Model>): Promise<void> {
  if (!lease.isRetired || lease.users > 0) return;
  const model = await lease.model.catch(() => undefined);
  await model?.dispose();
}
