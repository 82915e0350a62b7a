import { CorpusError } from '../corpus/index.ts';
import { ModelError } from '../model/index.ts';
import { printableMessage } from '../text/index.ts';
import type { ErrorId, SkippedFile } from '../contract/index.ts';

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
