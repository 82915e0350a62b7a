/** What somebody points at or has the keyboard in is not to move. */

/** Whether the pointer or the keyboard is in an element. */
export function isHeld(element: Element): boolean {
  return element.matches(':hover') || element.contains(document.activeElement);
}

/** Where the child that is held stands on the screen. */
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
 * Scrolls so far that the child stands where it stood, whatever has grown above it. Where the page is scrolled already the
 * browser does so by itself.
 */
export function keepPlace({ child, top }: HeldPlace): void {
  if (scrollY === 0 && child.isConnected) scrollBy(0, child.getBoundingClientRect().top - top);
}
