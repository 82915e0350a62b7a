/** The window memory keeps on disk what depends on no question, so that it is computed once. */
export { defaultCapBytes } from './cap.ts';
export { fileKey, windowKey, type WindowKeyParts } from './key.ts';
export { WindowStore, type StoreOptions, type StoreStats } from './store.ts';
