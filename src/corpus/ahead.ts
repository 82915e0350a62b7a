/** How much work may be begun ahead of its turn: at most `items` items, of at most `weight` together. */
export interface Limits {
  readonly items: number;
  readonly weight: number;
}

/** An item and its result. */
export interface Done<Item, Result> {
  readonly item: Item;
  readonly result: Result;
}

/**
 * Begins the work on some items ahead of their turn and yields the results in the order of the items. Behind an item
 * heavier than the limit no other is begun until its result was taken.
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
    // The consumer meets a failure at its turn; until then Node would report an unhandled rejection.
    result.catch(() => undefined);
    begun.push({ item, result });
    weight += weigh(item);
    while (begun.length > most || weight > heaviest) yield await first();
  }
  while (begun.length > 0) yield await first();
}
