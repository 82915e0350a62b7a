/** How far work goes ahead of its turn: that many items, together no heavier than that. */
export interface Limits {
  readonly items: number;
  readonly weight: number;
}

/** An item and what came of it. */
export interface Done<Item, Result> {
  readonly item: Item;
  readonly result: Result;
}

/**
 * Begins the work on some items ahead of their turn and yields the results in the order of the items. Of a heavy item
 * the next ones wait until it has been taken.
 */
export async function* ahead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  { items: most, weight: heaviest }: Limits,
  weigh: (item: Item) => number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Done<Item, Result>, void> {
  const begun: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  let weight = 0;
  const first = async (): Promise<Done<Item, Result>> => {
    const { item, result } = begun.shift()!;
    weight -= weigh(item);
    return { item, result: await result };
  };
  for await (const item of items) {
    const result = work(item);
    // A failure is met when its turn comes, not as a rejection that nobody waits for.
    result.catch(() => undefined);
    begun.push({ item, result });
    weight += weigh(item);
    while (begun.length > most || weight > heaviest) yield await first();
  }
  while (begun.length > 0) yield await first();
}
