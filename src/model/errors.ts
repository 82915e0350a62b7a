/** What can be wrong with a model on this machine. */
export type ModelErrorId = 'modelMissing' | 'modelCorrupt' | 'noNativeBinary';

/** A model that cannot be used; the message says what to do. */
export class ModelError extends Error {
  readonly id: ModelErrorId;

  constructor(id: ModelErrorId, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ModelError';
    this.id = id;
  }
}
