/** Arrays that are used again instead of being made anew: large ones cost a collection of the whole heap every few. */
export class Pool<T> {
  private readonly free: T[] = [];
  private readonly make: () => T;

  constructor(make: () => T) {
    this.make = make;
  }

  /** One that nobody uses; it holds whatever it held last. */
  take(): T {
    return this.free.pop() ?? this.make();
  }

  /** Gives one back. It may also be dropped instead. */
  give(item: T): void {
    this.free.push(item);
  }
}
