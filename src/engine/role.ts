/** What a role is filled with. */
interface Model {
  dispose(): Promise<void>;
}

interface Lease<M> {
  readonly model: Promise<M>;
  users: number;
  isRetired: boolean;
}

/** A model in a role: opened when it is first needed, then kept, until it is closed or replaced, also while it is used. */
export class Role<M extends Model> {
  private open: () => Promise<M>;
  private lease: Lease<M> | undefined;

  constructor(open: () => Promise<M>) {
    this.open = open;
  }

  /** Does something with the model, which stays open for as long. */
  async use<Result>(work: (model: M) => Promise<Result>): Promise<Result> {
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
  replace(open: () => Promise<M>): Promise<void> {
    this.open = open;
    return this.close();
  }

  private async opened(lease: Lease<M>): Promise<M> {
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
async function closeUnused<M extends Model>(lease: Lease<M>): Promise<void> {
  if (!lease.isRetired || lease.users > 0) return;
  const model = await lease.model.catch(() => undefined);
  await model?.dispose();
}
