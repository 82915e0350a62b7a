export { Engine } from './engine.ts';
export type { EngineOptions, Question } from './engine.ts';
export { AskFailure, describeSkipped } from './failure.ts';
export { modelFolder, version } from './installation.ts';
