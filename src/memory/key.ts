import { createHash } from 'node:crypto';

/** The parts of a window's name: everything its states depend on. The question is none of them. */
export interface WindowKeyParts {
  /** One text for whatever else changes the numbers: identity of the model. */
  readonly model: string;
  /** Tells things apart that are kept of the same window, such as `states` and `calibration`. */
  readonly kind?: string;
  /** Token ids of the window alone; the prompt is in the identity of the model. */
  readonly tokens: Int32Array;
}

/** SHA-256 (32 bytes) of model and token ids: the name of a window in the store. */
export function windowKey({ model, kind = '', tokens }: WindowKeyParts): Uint8Array {
  return keyOf('window', [model, kind], new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength));
}

/** SHA-256 (32 bytes) of texts and of what turns them into tokens: the name of their token ids in the store. */
export function fileKey(parts: {
  /** One text for whatever else changes the ids: the vocabulary, and version and options of the segmenting. */
  readonly tokeniser: string;
  readonly content: Uint8Array;
}): Uint8Array {
  return keyOf('file', [parts.tokeniser], parts.content);
}

function keyOf(what: string, texts: readonly string[], bytes: Uint8Array): Uint8Array {
  const hash = createHash('sha256');
  // JSON, so that no two lists of texts give the same bytes.
  hash
    .update(JSON.stringify([what, ...texts]))
    .update('\n')
    .update(bytes);
  return new Uint8Array(hash.digest());
}
