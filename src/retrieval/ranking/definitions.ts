/**
 * Finds where a name is defined by patterns for many languages instead of grammars: a wrong match only moves up a line
 * that has the name anyway.
 */

/** The word before a name that is defined, and what may stand between the two. */
const DEFINING_WORD = new RegExp(
  '(?:^|[\\s(])(?:' +
    // Types and modules.
    'class|interface|struct|enum|trait|protocol|object|record|type|typealias|typedef|newtype|data|union|extension|actor|' +
    'mixin|concept|contract|namespace|module|package|library|defmodule|defprotocol|instance|impl|' +
    // Functions.
    'def|defp|defmacro|defmacrop|defguard|func|fn|fun|function\\*?|sub|proc|macro_rules!|macro|' +
    // Values.
    'let|var|val|const|static|constexpr)' +
    // A receiver, type parameters or a qualifier.
    '(?:\\s+|(?=<))(?:\\([^)]*\\)\\s*|<[^>]*>\\s*|mut\\s+|[\\w$]+(?:\\.|::))*$',
  'u',
);

const MACRO = /^\s*#\s*define\s+$/u;

/** A type or modifiers, nothing that computes: the text before the name of a C, Java or C# function. */
const TYPE_OR_MODIFIERS = /^[\w\s*&:<>,~[\]@?$]*$/u;
const COMPUTING_WORD =
  /\b(?:return|new|await|yield|throw|case|else|delete|goto|in|of|is|not|and|or|if|while)\b/u;

/** An argument list, not ended as a statement. */
const ARGUMENTS = /^\s*(?:<[^>]*>)?\([^;]*$/u;
const OPENS_A_BLOCK = /[{:]\s*$/u;

/** `name = function`, `name: () =>`, `name = class`. */
const BOUND_FUNCTION =
  /^\s*[:=]\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]*)?=>|[\w$]+\s*=>|class\b)/u;
/** A Haskell signature, a constant by its capitals, a shell function. */
const SIGNATURE = /^\s*::\s/u;
const CONSTANT = /^[A-Z][A-Z\d_]+$/u;
const ASSIGNED = /^\s*(?::[^=]*)?=(?!=)/u;
const SHELL = /^\s*\(\s*\)\s*\{/u;

const KEYWORD =
  /^(?:function|func|fun|fn|sub|def|class|struct|enum|static|public|private|protected|async|const)$/u;
const IDENTIFIER = /(?<![\p{L}\p{N}_$])[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** In UTF-16 code units: a line of a megabyte must not be searched from its start for each of its names. */
const MAX_BEFORE = 200;
const MAX_AFTER = 400;

/**
 * Whether a line defines a name rather than uses it.
 * @param at where the name begins in the line
 */
export function isDefinition(line: string, at: number, name: string): boolean {
  if (at > MAX_BEFORE) return false;
  const before = line.slice(0, at);
  const after = line.slice(at + name.length, at + name.length + MAX_AFTER);
  if (DEFINING_WORD.test(before) || MACRO.test(before)) return true;
  const first = before.trim() === '' || /^\s*export\s+$/u.test(before);
  if (BOUND_FUNCTION.test(after) && /^\s*(?:local\s+|export\s+)?(?:[\w$]+[.:])*$/u.test(before)) return true;
  if (first && before === '' && SIGNATURE.test(after)) return true;
  if (first && SHELL.test(after)) return true;
  if (first && !/^\s/u.test(line) && CONSTANT.test(name) && ASSIGNED.test(after)) return true;
  if (!ARGUMENTS.test(after) || !TYPE_OR_MODIFIERS.test(before) || COMPUTING_WORD.test(before)) return false;
  // A type at the margin or a modifier tells a definition from a call; a bare name needs its block on the same line.
  return before.trim() === '' ? OPENS_A_BLOCK.test(after) : /\s|[*&]$/u.test(before.at(-1)!);
}

/** The name that a line defines: of several the first that its arguments, its value or its block follow. */
export function nameDefined(line: string): string | undefined {
  const defined = [...line.matchAll(IDENTIFIER)].filter(
    ({ 0: name, index }) => !KEYWORD.test(name) && isDefinition(line, index, name),
  );
  const opens = defined.find(({ 0: name, index }) =>
    /^\s*(?:[(<{:=]|$)/u.test(line.slice(index + name.length)),
  );
  return (opens ?? defined[0])?.[0];
}

/** A comment's word for a definition, or the head of a block with its arguments. */
const SPEAKS_OF_A_DEFINITION =
  /\b(?:function|def|defp|defmodule|class|interface|struct|enum|trait|impl|fn|func|fun|sub|module|namespace|type|record|object)\b|=>\s*[{(]?\s*$|^[^=;"'`]*[\w$#]\s*\([^;]*\)[^;()=]*[{:]$/u;
const CONTROLS =
  /^(?:\}\s*)?(?:if|else|for|while|do|switch|case|default|try|catch|finally|with|return|elif|except|match|when|foreach|until|unless|loop|select|using|lock|synchronized)\b/u;

/**
 * Whether a line is the head of a function, type or module, or a comment about one: such names and arguments say what a
 * file is for.
 */
export function isSignature(line: string): boolean {
  const text = line.trim();
  return text.length <= MAX_AFTER && SPEAKS_OF_A_DEFINITION.test(text) && !CONTROLS.test(text);
}
