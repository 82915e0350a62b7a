/** Documents: their kinds, and their text taken out on a thread of its own. */
export { BackgroundExtractor, type ExtractionLimits } from './background.ts';
export { documentKindBy, documentKindOf, documentKinds } from './kinds.ts';
export type { DocumentKindId, DocumentSource, DocumentText, Refusal } from './types.ts';
