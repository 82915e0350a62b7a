import { message } from '../messages/index.ts';
import { AskFailure } from './failure.ts';
import type { Evidence, Root } from '../contract/index.ts';

/** @throws AskFailure `rootMissing` when pinned evidence belongs to none of the question's roots */
export function checkPinned(pinned: readonly Evidence[], roots: readonly Root[]): void {
  for (const { root, path } of pinned) {
    if (roots[root] !== undefined) continue;
    throw new AskFailure('rootMissing', message('pinnedElsewhere', path));
  }
}

/** Puts pinned evidence in front and drops found evidence inside of it. */
export function withPinned(pinned: readonly Evidence[], found: readonly Evidence[]): Evidence[] {
  const isInside = (span: Evidence): boolean =>
    pinned.some(
      ({ root, path, startLine, endLine }) =>
        root === span.root && path === span.path && startLine <= span.startLine && span.endLine <= endLine,
    );
  return [...pinned, ...found.filter((span) => !isInside(span))];
}
