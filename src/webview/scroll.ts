/** Keeps the scroll position while the panel is hidden, because the editor throws hidden pages away. */
import { save, saved } from './host.ts';

/** Saves the position when scrolling has stopped. */
export function keepScroll(question: () => string): void {
  document.addEventListener('scrollend', () => save({ scroll: { top: scrollY, question: question() } }));
}

/** Restores the position if the same question is shown. */
export function restoreScroll(question: string): void {
  const { scroll } = saved();
  if (scroll?.question === question) scrollTo({ top: scroll.top });
}
