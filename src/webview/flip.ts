/** Lets elements glide from where they were to where they are now. */
const glideMs = 220;

/** Where the children of a list are; call it before they move. */
export function placesOf(list: Element): Map<Element, number> {
  return new Map([...list.children].map((child) => [child, child.getBoundingClientRect().top]));
}

/** Call it after they have moved; does nothing for those who want no motion. */
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
