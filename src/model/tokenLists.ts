/** Packs lists of tokens into one array: the length of each, then the tokens. */
export function packLists(lists: readonly Int32Array[]): Int32Array<ArrayBuffer> {
  const packed = new Int32Array(lists.reduce((sum, { length }) => sum + length, lists.length));
  let at = lists.length;
  for (const [i, list] of lists.entries()) {
    packed[i] = list.length;
    packed.set(list, at);
    at += list.length;
  }
  return packed;
}

/** Unpacks lists as views. @param count number of lists */
export function unpackLists(packed: Int32Array, count: number): Int32Array[] {
  let at = count;
  return Array.from(packed.subarray(0, count), (length) => packed.subarray(at, (at += length)));
}
