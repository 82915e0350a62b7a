/** A server's words in our messages: on one line, without control characters, not too long. */
export function shortened(text: string, characters = 300): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > characters ? `${line.slice(0, characters)}…` : line;
}
