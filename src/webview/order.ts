/**
 * Order of the cards. While the list has the pointer or the focus, cards stay where they are, also displaced ones, and
 * new ones come last: nothing moves under the pointer. Pure.
 * @param taken cards that the user removed; they go at once
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
