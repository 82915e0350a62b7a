import { createHash } from 'node:crypto';

/** What a window's states depend on; the question is not among it. */
export interface WindowKeyParts {
  /** Whatever else changes the numbers, as one text: checksum of the manifest, version of the graphs, depth. */
  readonly model: string;
  /** What is kept of the window, when more than one thing is, e.g. `states` or `calibration`. */
  readonly kind?: string;
  /** The token ids as the model reads them, prompt included. */
  readonly tokens: Int32Array;
}

/** SHA-256 (32 bytes) of model and token ids: the name of a window in the store. */
export function windowKey({ model, kind = '', tokens }: WindowKeyParts): Uint8Array {
  return keyOf('window', [model, kind], new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength));
}

/** SHA-256 (32 bytes) of a file's content and of what turns it into tokens: the name of its token ids in the store. */
export function fileKey(parts: {
  /** Whatever else changes the ids, as one text: checksum of the tokeniser, version and options of the segmenting. */
  readonly tokeniser: string;
  readonly content: Uint8Array;
}): Uint8Array {
  return keyOf('file', [parts.tokeniser], parts.content);
}

function keyOf(what: string, texts: readonly string[], bytes: Uint8Array): Uint8Array {
  const hash = createHash('sha256');
  // As JSON, so that no two lists of texts look the same.
  hash
    .update(JSON.stringify([what, ...texts]))
    .update('\n')
    .update(bytes);
  return new Uint8Array(hash.digest());
}
