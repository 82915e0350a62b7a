import type { Told } from '../contract/index.ts';
import { ToldError } from '../messages/index.ts';

/** A model that is not known (`modelUnknown`), could not be got or cannot be used. */
export class LibraryError extends ToldError {
  override readonly name = 'LibraryError';
  readonly id: 'modelUnknown' | 'modelNotGot' | 'modelUnusable' | 'termsNotAccepted';

  constructor(id: LibraryError['id'], told: Told, options?: ErrorOptions) {
    super(told, options);
    this.id = id;
  }
}
