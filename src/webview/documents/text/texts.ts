/** Fills `{0}`, `{1}` … of a text. */
export function filled(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}
