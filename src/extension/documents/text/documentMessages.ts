/** Checks the messages of a page that shows a document, whose text nobody vouches for. Pure. */
import type { DocumentToHost } from '../../../contract/index.ts';

export function documentMessage(value: unknown): DocumentToHost | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id, step } = value as Record<string, unknown>;
  switch (type) {
    case 'ready':
      return { type };
    case 'neighbour':
      return step === 1 || step === -1 ? { type, step } : undefined;
    case 'showPanel':
    case 'shown':
      return isCount(id) ? { type, id } : undefined;
    default:
      return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
