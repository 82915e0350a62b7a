/** Lower-case extension without its dot; empty for `Makefile` and for `.bashrc`. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}
