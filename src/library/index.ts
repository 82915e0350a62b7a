/** Models of this machine: where they come from, and which the user chose. */
export { catalogue } from './catalogue.ts';
export type { CatalogueModel } from './catalogue.ts';
export { LibraryError } from './errors.ts';
export { Library } from './library.ts';
export type {
  CheckedModel,
  EmbeddedModel,
  Inspected,
  LibraryOptions,
  KnownHere,
  PreparedPlace,
  Removed,
} from './library.ts';
export { sizeText } from './sizeText.ts';
