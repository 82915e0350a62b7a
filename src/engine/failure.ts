import { CorpusError } from '../corpus/index.ts';
import { ModelError } from '../model/index.ts';
import { printableMessage } from '../text/index.ts';
import type { ErrorId, SkippedFile, SkipReason } from './protocol.ts';

/** A question that cannot be answered; the message tells the user what to do. */
export class AskFailure extends Error {
  readonly id: ErrorId;
  readonly skipped: readonly SkippedFile[];

  constructor(id: ErrorId, message: string, skipped: readonly SkippedFile[] = [], options?: ErrorOptions) {
    super(printableMessage(message), options);
    this.name = 'AskFailure';
    this.id = id;
    this.skipped = skipped;
  }
}

/** Any error as one that the protocol can carry. */
export function toFailure(error: unknown): AskFailure {
  if (error instanceof AskFailure) return error;
  if (error instanceof CorpusError || error instanceof ModelError) {
    return new AskFailure(error.id, error.message, [], { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new AskFailure('internal', `Something went wrong inside InfiniAsk: ${message}`, [], {
    cause: error,
  });
}

const reasonText: Record<SkipReason, string> = {
  ignored: 'ignored by rules',
  excluded: 'passed over by name',
  repository: 'repositories of their own',
  worktree: 'further working trees',
  copy: 'copies',
  outside: 'links that lead outside',
  binary: 'binary',
  minified: 'minified',
  tooLarge: 'larger than the limit',
  empty: 'empty',
  unreadable: 'not readable',
  vanished: 'vanished while being read',
  linkLoop: 'a link to something already read',
  unsupported: 'of a type that cannot be read yet',
  special: 'no ordinary files',
};

/** For example "3 binary, 1 empty"; empty when nothing was skipped. */
export function describeSkipped(skipped: readonly SkippedFile[]): string {
  const counts = new Map<SkipReason, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reasonText[reason]}`).join(', ');
}
