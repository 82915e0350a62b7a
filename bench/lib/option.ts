/** The word behind an option of the benchmark's command; undefined where the option is not given. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at >= 0 ? process.argv[at + 1] : undefined;
}
