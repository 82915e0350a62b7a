/**
 * The arguments with the question told apart from options: one that begins with a dash and has a space in it is no option.
 * It gets a space in front, which is taken off with the rest of the white space later.
 * @param args behind the program's name
 */
export function withQuestion(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const at = args.findIndex((arg) => /^-(?!-[\w-]+=)\S*\s/.test(arg));
  return at < 0 || (end >= 0 && end < at) ? [...args] : args.with(at, ` ${args[at]}`);
}
