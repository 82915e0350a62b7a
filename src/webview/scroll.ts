/** Keeps the place on the page while the panel is hidden: the editor throws hidden pages away. */
import { save, saved } from './host.ts';

/** The place is noted when scrolling has come to rest. */
export function keepScroll(question: () => string): void {
  document.addEventListener('scrollend', () => save({ scroll: { top: scrollY, question: question() } }));
}

/** Goes back to the place, if the same question is still shown. */
export function restoreScroll(question: string): void {
  const { scroll } = saved();
  if (scroll?.question === question) scrollTo({ top: scroll.top });
}
