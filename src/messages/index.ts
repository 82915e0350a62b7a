/** What people are told of failures: sentences by their ids, said in the language of whoever is told. */
export { english } from './english.ts';
export { inWords, message, ToldError, toldOf, untranslated, type Translate } from './told.ts';
