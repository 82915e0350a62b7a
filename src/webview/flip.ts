/** Animates elements from their old places to their new ones. */
const glideMs = 220;

/** Places of a list's children; call it before they move. */
export function placesOf(list: Element): Map<Element, number> {
  return new Map([...list.children].map((child) => [child, child.getBoundingClientRect().top]));
}

/** Animates the children; call it after they have moved. Does nothing for users who want no motion. */
export function glide(list: Element, before: ReadonlyMap<Element, number>): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const child of list.children) {
    const from = before.get(child);
    const distance = from === undefined ? 0 : from - child.getBoundingClientRect().top;
    if (distance !== 0) {
      child.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], {
        duration: glideMs,
        easing: 'ease-out',
      });
    } else if (from === undefined) {
      child.animate([{ opacity: 0 }, { opacity: 1 }], { duration: glideMs });
    }
  }
}
