/** The other side of the engine's process: starts it, asks it, cancels, and starts it again after a crash. */
export { EngineClient, EngineError } from './client.ts';
export type { EngineClientOptions, WriteWithEditor } from './client.ts';
