import type { ErrorId, SkippedFile, Told } from '../contract/index.ts';
import { CorpusError } from '../corpus/index.ts';
import { LibraryError } from '../library/index.ts';
import { message, ToldError, toldOf } from '../messages/index.ts';
import { ModelError } from '../model/index.ts';

/** Says why a question cannot be answered, and what to do. */
export class AskFailure extends ToldError {
  override readonly name = 'AskFailure';
  readonly id: ErrorId;
  readonly skipped: readonly SkippedFile[];

  constructor(id: ErrorId, told: Told, skipped: readonly SkippedFile[] = [], options?: ErrorOptions) {
    super(told, options);
    this.id = id;
    this.skipped = skipped;
  }
}

/** Turns any error into one that the protocol can carry. */
export function toFailure(error: unknown): AskFailure {
  if (error instanceof AskFailure) return error;
  if (error instanceof CorpusError || error instanceof ModelError || error instanceof LibraryError) {
    return new AskFailure(error.id, error.told, [], { cause: error });
  }
  return new AskFailure('internal', message('internal', toldOf(error)), [], { cause: error });
}
