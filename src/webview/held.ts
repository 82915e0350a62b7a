/** Keeps in place what has the pointer or the focus. */

/** Whether an element has the pointer or the focus. */
export function isHeld(element: Element): boolean {
  return element.matches(':hover') || element.contains(document.activeElement);
}

/** The child that is held, and its place on the screen. */
export interface HeldPlace {
  readonly child: Element;
  readonly top: number;
}

export function heldPlace(list: Element): HeldPlace | undefined {
  const children = [...list.children];
  const child = children.find((one) => one.matches(':hover')) ?? children.find(isHeld);
  return child && { child, top: child.getBoundingClientRect().top };
}

/**
 * Scrolls so that the child stays in place, whatever has grown above it. On a page that is scrolled already the browser
 * does so itself.
 */
export function keepPlace({ child, top }: HeldPlace): void {
  if (scrollY === 0 && child.isConnected) scrollBy(0, child.getBoundingClientRect().top - top);
}
