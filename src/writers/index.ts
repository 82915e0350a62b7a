export { EditorWriter, noEditor } from './editorWriter.ts';
export type { AskEditor } from './editorWriter.ts';
export { completionsUrl } from './endpointUrl.ts';
export { EndpointWriter } from './endpointWriter.ts';
export type { EndpointOptions } from './endpointWriter.ts';
export { promptFor } from './prompt.ts';
export { WriterError } from './types.ts';
export type { Writer, WriterEvidence } from './types.ts';
