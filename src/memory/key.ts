import { createHash } from 'node:crypto';

/**
 * Name of a window's states in the store, 32 bytes: everything that they depend on. The question is no part of it.
 * @param model see `ModelIdentity`, which has the prompt @param tokens of the window alone
 */
export function windowKey(model: string, tokens: Uint8Array): Uint8Array {
  return keyOf(['window', model, ''], tokens);
}

/** Name of the token ids of texts, 32 bytes. @param vocabulary see `ModelIdentity` @param texts as bytes */
export function textsKey(vocabulary: string, texts: Uint8Array): Uint8Array {
  return keyOf(['file', vocabulary], texts);
}

/** Name of the text that was taken out of a document, 32 bytes. @param document its kind, extractor's version and digest */
export function documentKey(document: string): Uint8Array {
  return keyOf(['document', document], new Uint8Array());
}

/** SHA-256; the parts as JSON, so that no two lists of them give the same bytes. */
function keyOf(parts: readonly string[], bytes: Uint8Array): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(`${JSON.stringify(parts)}\n`)
      .update(bytes)
      .digest(),
  );
}
