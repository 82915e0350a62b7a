export { Engine } from './engine.ts';
export type { EngineOptions, Question } from './engine.ts';
export { AskFailure, describeSkipped } from './failure.ts';
export { defaultEndpointUrl, memoryOptions, modelFolder, version } from './installation.ts';
export type { MemoryOptions } from './memory.ts';
