export { isHeading } from './headings.ts';
export { proseSentences, quote, isWorthTelling } from './quote.ts';
export type { Quotable } from './quote.ts';
export { review } from './review.ts';
export { checkSupport, contentWords } from './support.ts';
export type { CheckedSentence, CitedAnswer, EvidenceText } from './types.ts';
