export { Engine } from './engine.ts';
export type { EngineOptions } from './engine.ts';
export { AskFailure } from './failure.ts';
export { builtModelsFolder, defaultEndpointUrl, installed, modelFolder, version } from './installation.ts';
export { builtFolder } from './userModels.ts';
export type { MemoryOptions } from './memory.ts';
export { Run } from '../retrieval/index.ts';
export { describeSkipped } from './skipped.ts';
