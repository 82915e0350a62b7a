/** Makes text and names fit to be told, in every room. */
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
export { fragmentOf, lineIn, lineNumbers, lineOf, linesPlace, rangeIn, timeIn } from './place.ts';
