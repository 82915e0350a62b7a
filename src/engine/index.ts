export { Engine } from './engine.ts';
export type { EngineOptions } from './engine.ts';
export { AskFailure } from './failure.ts';
export { defaultEndpointUrl, installed, modelFolder, version } from './installation.ts';
export type { MemoryOptions } from './memory.ts';
export { Run } from '../retrieval/index.ts';
export { describeSkipped } from './skipped.ts';
