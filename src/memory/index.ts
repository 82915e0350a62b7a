/** The window memory: what depends on no question is computed once and kept on disk. */
export { defaultCapBytes } from './cap.ts';
export { fileKey, windowKey, type WindowKeyParts } from './key.ts';
export { WindowStore, type StoreOptions, type StoreStats } from './store.ts';
