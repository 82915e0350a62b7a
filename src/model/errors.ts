import type { Told } from '../contract/index.ts';
import { ToldError } from '../messages/index.ts';

/** A model that is missing, damaged or not usable. */
export class ModelError extends ToldError {
  override readonly name = 'ModelError';
  readonly id: 'modelMissing' | 'modelCorrupt' | 'noNativeBinary';

  constructor(id: ModelError['id'], told: Told, options?: ErrorOptions) {
    super(told, options);
    this.id = id;
  }
}
