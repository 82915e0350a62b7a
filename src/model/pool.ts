/** Reuses large arrays; allocating them each time forces full garbage collections. */
export class Pool<T> {
  private readonly free: T[] = [];
  private readonly make: () => T;

  constructor(make: () => T) {
    this.make = make;
  }

  /** An unused item, with its old content. */
  take(): T {
    return this.free.pop() ?? this.make();
  }

  /** Returns an item, which may also be dropped instead. */
  give(item: T): void {
    this.free.push(item);
  }
}
