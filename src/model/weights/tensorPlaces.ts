import { unusable } from './unusable.ts';

/** Where a tensor is in its file, in bytes. */
export interface TensorPlace {
  readonly name: string;
  readonly offset: number;
  /** 0 where the type is unknown and thereby the size; only the start is checked then. */
  readonly bytes: number;
}

interface TensorFile {
  readonly path: string;
  readonly fileBytes: number;
  /** For formats that fill their files: end of the header, where the first tensor begins. */
  readonly filledFrom?: number | undefined;
}

/**
 * Checks that tensors, in any order, lie within their file and that none overlap; of a format that fills its files also that no
 * byte belongs to none.
 * @throws ModelError
 */
export function checkTensorPlaces(
  tensors: readonly TensorPlace[],
  { path, fileBytes, filledFrom }: TensorFile,
): void {
  let [end, last] = [filledFrom ?? 0, 'the header'];
  for (const { name, offset, bytes } of tensors.toSorted(
    (a, b) => a.offset - b.offset || a.bytes - b.bytes,
  )) {
    if (offset < end) throw unusable(path, `the tensor "${name}" overlaps ${last}`);
    if (filledFrom !== undefined && offset > end)
      throw unusable(path, `between ${last} and "${name}" are bytes of no tensor`);
    [end, last] = [offset + bytes, `"${name}"`];
    if (end > fileBytes)
      throw unusable(path, `it ends in the middle of the tensor "${name}": ${fileBytes} bytes of ${end}`);
  }
  if (filledFrom !== undefined && end < fileBytes)
    throw unusable(path, `behind ${last} are bytes of no tensor`);
}
