/** What a question is about: a long one, or one into which a program's output was pasted, is taken apart. Pure. */
export { focusOf, type FocusOptions } from './focus.ts';
export { keywordsOf } from './keywords.ts';
export { partsOf, type Part } from './parts.ts';
export { namedLines, type NamedLine } from './places.ts';
