/** Takes a question apart that is long or has pasted output of a program. Pure. */
export { focusOf, type FocusOptions } from './focus.ts';
export { followUpOf, followUpWeights } from './followUp.ts';
export type { FollowUp, FollowUpWeights, LikelyPlace } from './followUp.ts';
export { keywordsOf } from './keywords.ts';
export { partsOf, type Part } from './parts.ts';
export { namedLines, type NamedLine } from './places.ts';
