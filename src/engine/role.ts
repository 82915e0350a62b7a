/** What can fill a role. */
interface Model {
  dispose(): Promise<void>;
}

interface Lease<M> {
  readonly model: Promise<M>;
  /** Aborted when nobody waits for the opening any more. */
  readonly opening: AbortController;
  users: number;
  isOpen: boolean;
  isRetired: boolean;
}

/** Opens a model. @param signal ends the opening, which may take long where the model is built first */
export type OpenModel<M> = (signal: AbortSignal) => Promise<M>;

/**
 * A model in a role: opened when first needed and kept until it is closed or replaced, which may happen while it is
 * used.
 */
export class Role<M extends Model> {
  private open: OpenModel<M>;
  private lease: Lease<M> | undefined;

  constructor(open: OpenModel<M>) {
    this.open = open;
  }

  /**
   * Works with the model, which stays open meanwhile.
   * @param signal ends the waiting for a model that is being opened, and the opening too if nobody else waits for it
   * @throws what the opening or the work throws; the reason of `signal`
   */
  async use<Result>(work: (model: M) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (!this.lease) signal?.throwIfAborted();
    this.lease ??= this.lend();
    const { lease } = this;
    lease.users++;
    try {
      return await work(await this.opened(lease, signal));
    } finally {
      lease.users--;
      if (lease.users === 0 && !lease.isOpen) this.giveUp(lease);
      else await closeUnused(lease);
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
  replace(open: OpenModel<M>): Promise<void> {
    this.open = open;
    return this.close();
  }

  private lend(): Lease<M> {
    const opening = new AbortController();
    const lease = { model: this.open(opening.signal), opening, users: 0, isOpen: false, isRetired: false };
    lease.model.then(
      () => (lease.isOpen = true),
      () => {
        // The next question tries again, since the user may have mended the model.
        if (this.lease === lease) this.lease = undefined;
      },
    );
    return lease;
  }

  private opened({ model, isOpen }: Lease<M>, signal: AbortSignal | undefined): Promise<M> {
    if (!signal || isOpen) return model;
    return new Promise((resolve, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      const stop = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      model.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }

  /** Ends an opening that nobody waits for. */
  private giveUp(lease: Lease<M>): void {
    if (this.lease === lease) this.lease = undefined;
    lease.isRetired = true;
    lease.opening.abort();
    // Whoever stopped does not wait for the end of it.
    void closeUnused(lease);
  }
}

/** A model that failed to open needs no closing. */
async function closeUnused<M extends Model>(lease: Lease<M>): Promise<void> {
  if (!lease.isRetired || lease.users > 0) return;
  const model = await lease.model.catch(() => undefined);
  await model?.dispose();
}
