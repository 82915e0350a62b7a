/** The caller's end of the engine process. */
export { EngineClient, EngineError } from './client.ts';
export type { EngineClientOptions, WriteWithEditor } from './client.ts';
