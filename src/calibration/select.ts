/** A set of heads with what it reaches. */
interface Selection {
  /** In the order in which they were added. */
  readonly heads: readonly number[];
  /** Objective after each addition. */
  readonly reached: readonly number[];
}

/**
 * Greedy forward selection: adds the head that raises the objective most until the limit, then keeps the shortest
 * beginning that is within `leastGain` of the best. (Stopping at the first small gain would miss heads that help only
 * together.) On a tie the lower index wins: the shallower layer, which is cheaper to reach.
 * @param count number of heads to choose from
 */
export function selectHeads(
  count: number,
  objective: (heads: readonly number[]) => number,
  limit: number,
  leastGain: number,
): Selection {
  const heads: number[] = [];
  const reached: number[] = [];
  while (heads.length < Math.min(limit, count)) {
    let best: { head: number; value: number } | undefined;
    for (let head = 0; head < count; head++) {
      if (heads.includes(head)) continue;
      const value = objective([...heads, head]);
      if (best === undefined || value > best.value) best = { head, value };
    }
    heads.push(best!.head);
    reached.push(best!.value);
  }
  const most = Math.max(...reached);
  const enough = 1 + reached.findIndex((value) => value >= most - leastGain);
  return { heads: heads.slice(0, enough), reached: reached.slice(0, enough) };
}
