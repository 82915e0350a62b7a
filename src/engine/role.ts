/** What can fill a role. */
interface Model {
  dispose(): Promise<void>;
}

interface Lease<M> {
  readonly model: Promise<M>;
  users: number;
  isRetired: boolean;
}

/**
 * A model in a role: opened when first needed and kept until it is closed or replaced, which may happen while it is
 * used.
 */
export class Role<M extends Model> {
  private open: () => Promise<M>;
  private lease: Lease<M> | undefined;

  constructor(open: () => Promise<M>) {
    this.open = open;
  }

  /** Works with the model, which stays open meanwhile. */
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

  /** Closes the model, now or when its last user is done. The next use opens it again. */
  async close(): Promise<void> {
    const { lease } = this;
    if (!lease) return;
    this.lease = undefined;
    lease.isRetired = true;
    await closeUnused(lease);
  }

  /** Lets later uses open another model; work under way goes on with this one. */
  replace(open: () => Promise<M>): Promise<void> {
    this.open = open;
    return this.close();
  }

  private async opened(lease: Lease<M>): Promise<M> {
    try {
      return await lease.model;
    } catch (error) {
      // The next question tries again, since the user may have mended the model.
      if (this.lease === lease) this.lease = undefined;
      throw error;
    }
  }
}

/** A model that failed to open needs no closing. */
async function closeUnused<M extends Model>(lease: Lease<M>): Promise<void> {
  if (!lease.isRetired || lease.users > 0) return;
  const model = await lease.model.catch(() => undefined);
  await model?.dispose();
}
