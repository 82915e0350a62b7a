export { cite } from './cite.ts';
export type { CitedAnswer } from './cite.ts';
export { checkSupport, contentWords } from './support.ts';
export type { AnswerWriter, CheckedSentence, EvidenceText } from './types.ts';
