/** Files are not trusted: their control characters must not reach a terminal. Line ends and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}

/** The same for what has to stay in one line, such as a path. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\uFFFD');
}
