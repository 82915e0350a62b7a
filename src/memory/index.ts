/** The window memory keeps on disk what depends on no question, so that it is computed once. */
export { defaultCapBytes } from './cap.ts';
export { documentKey, textsKey, windowKey } from './key.ts';
export { WindowStore, type StoreOptions, type StoreStats } from './store.ts';
