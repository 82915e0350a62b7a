/** Sentences about failures by their ids, said in the language of the person who reads them. */
export { english } from './english.ts';
export { inWords, message, ToldError, toldOf, untranslated, type Translate } from './told.ts';
