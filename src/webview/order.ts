/**
 * The order in which cards are shown. While somebody points at the list or is in it, what is there stays where it is, also
 * what has given way to something better, and the new comes last: nothing moves away under the pointer. Pure.
 * @param taken those that the user has taken away: they go at once
 */
export function steadyOrder(
  wanted: readonly number[],
  shown: readonly number[],
  held: boolean,
  taken: ReadonlySet<number> = new Set(),
): number[] {
  if (!held) return [...wanted];
  const stay = shown.filter((id) => wanted.includes(id) || !taken.has(id));
  return [...stay, ...wanted.filter((id) => !stay.includes(id))];
}
