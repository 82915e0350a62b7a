/** Names of ggml's tensor types that InfiniAsk does not read, by their numbers (ggml.h, `enum ggml_type`). */
const otherTypes: ReadonlyMap<number, string> = new Map([
  [9, 'Q8_1'],
  [15, 'Q8_K'],
  [16, 'IQ2_XXS'],
  [17, 'IQ2_XS'],
  [18, 'IQ3_XXS'],
  [19, 'IQ1_S'],
  [21, 'IQ3_S'],
  [22, 'IQ2_S'],
  [24, 'I8'],
  [25, 'I16'],
  [26, 'I32'],
  [27, 'I64'],
  [28, 'F64'],
  [29, 'IQ1_M'],
  [34, 'TQ1_0'],
  [35, 'TQ2_0'],
]);

/** Name of a type that is not read, as people know it from names of files; its number where it has none. */
export function otherTypeName(type: number): string {
  return otherTypes.get(type) ?? `number ${type}`;
}
