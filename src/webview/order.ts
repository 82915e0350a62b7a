/**
 * The order in which cards are shown. While somebody points at the list or is in it, what is there stays where it is
 * and the new comes last: nothing moves away under the pointer. Pure.
 */
export function steadyOrder(wanted: readonly number[], shown: readonly number[], held: boolean): number[] {
  if (!held) return [...wanted];
  const stay = shown.filter((id) => wanted.includes(id));
  return [...stay, ...wanted.filter((id) => !stay.includes(id))];
}
