/** What every layer needs of texts that others wrote. */
export { fenceFor } from './fence.ts';
export {
  printable,
  printableJson,
  printableLine,
  printableMessage,
  showHidden,
  withHidden,
  type TextPart,
} from './hidden.ts';
export { lineIn, lineNumbers, lineOf, linesPlace, rangeIn } from './place.ts';
