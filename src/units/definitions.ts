/**
 * Recognises lines that define a name by patterns, because repositories have more languages than we could have grammars
 * for.
 */

const MODIFIERS =
  '(?:(?:export|default|declare|public|private|protected|internal|fileprivate|open|sealed|final|abstract|static|virtual|' +
  'override|async|unsafe|extern|inline|constexpr|consteval|suspend|data|case|partial|readonly|mutating|indirect|implicit|lazy|' +
  'local|pub(?:\\([^)]*\\))?|extern\\s+"[^"]*"|comptime|noinline|tailrec|operator|infix|inner|value|@[\\w.]+(?:\\([^)]*\\))?)\\s+)*';

const TYPES =
  'class|interface|struct|enum|union|trait|impl|protocol|extension|actor|object|module|namespace|package|defmodule|' +
  'defprotocol|defimpl|mixin|contract|library|instance|newtype';
const FUNCTIONS =
  'function|def|defp|defmacro|defmacrop|func|fn|fun|sub|proc|procedure|macro_rules!|macro|init|deinit|subscript';

/** A container of further definitions, which is not shown whole for a hit between these. */
const OPENS_TYPE = new RegExp(`^${MODIFIERS}(?:${TYPES})\\b(?!\\s*[=(.:,;)?])`, 'u');
const OPENS_FUNCTION = new RegExp(`^${MODIFIERS}(?:${FUNCTIONS})\\b(?!\\s*[=.,;:)?])`, 'u');
/** `function (` and `fn(` without a name. */
const NAMELESS = /^(?:async\s+)?(?:function\s*\*?|fn|fun|func)\s*\((?![^)]*\)\s*\w+\s*[(<[])/;
/** A type with a body, of TypeScript, Go and SQL. */
const OPENS_RECORD =
  /^(?:(?:export|declare)\s+)*type\s+\w|^create\s+(?:or\s+replace\s+)?(?:table|view|function|procedure|trigger|type)\b|^\(def\w*\s/i;
/** A function behind a name: `name = (a) => {`, `name: function () {`, `const name = wrap(x, (y) => {`. */
const BOUND =
  /^(?:(?:export|const|let|var|val|local|static|readonly|public|private|protected|this\.)\s*)*[\w$.#[\]'"-]+\s*(?::[^=]*)?[:=](?!=|:).*(?:=>\s*[{([]?|\bfunction\b[^{]*\{?|\bfunc\b[^{]*\{|->\s*[{(]?|\b(?:class|struct|union|enum)\b[^{;]*\{|\bdo(?:\s*\|[^|]*\|)?)$/u;
/** Only the name stands before the function. */
const DIRECT =
  /[:=]\s*(?:async\s+)?(?:\([^()]*(?:\([^()]*\)[^()]*)*\)(?:\s*:[^=]*)?\s*=>|[\w$]+\s*=>|function\b|func\b|fn\b|class\b|struct\b|union\b|enum\b|<)/u;
/** A function or method whose block opens on the same line, but no call with a block. */
const HEAD_WITH_BLOCK =
  /^[\w$#*&<>[\],:.?!\s~@]*[\w$#\]>?]\s*\((?:[^;{]|\{[^}]*\})*\)(?:[^;()=]|\([^)]*\)|=>)*\{$|^[\w$]+\s*\(\s*\)\s*\{|^[\w$\s#]+<[^()]*>\s*\(.*\{$/u;
/** A property with a body, of Swift, Kotlin and C#. */
const PROPERTY = /^(?:[\w@]+(?:\([^)]*\))?\s+)*(?:var|let|val|get|set)\s+\w+[^=;(]*\{$/u;
/** The name of a test stands in quotes. */
const TEST =
  /^(?:it|test|describe|context|suite|specify|bench|feature|scenario|before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown|@test)\b(?:\.\w+)*\s*[("'].*(?:\{|\bdo)$/u;
const CONTROL_FLOW =
  /^(?:[}\])]\s*)?(?:if|else|elsif|elif|for|while|do|switch|case|default(?=\s*:)|try|catch|finally|with(?!\s*\()|return|except|match|when|foreach|until|unless|loop|select|using|lock|synchronized|guard|repeat|begin|rescue|ensure|throw|new|await|yield|assert|delete|goto|go|defer|not|in|print|echo|raise|assert_\w+|expect)\b/u;
/** The end of a definition of several lines, which begins further up at the same depth. */
const CONTINUES = /^(?:[)\]}]|\{$)/;

/** `wrapped`: a function passed to a call, where the name is that of the call's result or the call is a statement. */
export type DefinitionKind = 'function' | 'wrapped' | 'type';

/** A function among the arguments of a call. */
const HANDED_OVER = /\([^)]*(?:=>|\bfunction\b|\bfunc\b|\bdo\b)|\((?:.*[,(])?\s*\([^()]*\)\s*(?::[^=]*)?=>/u;

/** In UTF-16 code units: nobody writes a longer head, and the patterns take the square of the time for twice the line. */
const MAX_CHARS = 1000;

/** The kind of definition that a line opens; undefined for any other line. */
export function definitionIn(line: string): DefinitionKind | undefined {
  if (line.length > MAX_CHARS) return undefined;
  const text = withoutRemark(line.trim());
  if (text === '' || CONTINUES.test(text)) return undefined;
  if (OPENS_TYPE.test(text) || OPENS_RECORD.test(text)) return 'type';
  if (NAMELESS.test(text)) return undefined;
  if (OPENS_FUNCTION.test(text)) return 'function';
  if (TEST.test(text)) return 'function';
  if (CONTROL_FLOW.test(text)) return undefined;
  const isBound = BOUND.test(text);
  if (!isBound && !HEAD_WITH_BLOCK.test(text) && !PROPERTY.test(text)) return undefined;
  const isDirect = isBound ? DIRECT.test(text) : !HANDED_OVER.test(text);
  return isDirect ? 'function' : 'wrapped';
}

/** `name(` or `Type name(`, with arguments or a block on the next lines. */
const MAY_BE_HEAD = /^[\w$#*&<>[\],:.?\s~@]*[\w$#\]>~]\s*\([^;]*$/u;

/** Whether a line may begin a definition of several lines, whose last line tells what it is. */
export function mayBeHead(line: string): boolean {
  if (line.length > MAX_CHARS) return false;
  const text = withoutRemark(line.trim());
  return MAY_BE_HEAD.test(text) && !CONTROL_FLOW.test(text) && !CONTINUES.test(text);
}

/** Drops a comment after the code, which tells nothing of what the line opens. */
function withoutRemark(text: string): string {
  return text.replace(/\s+(?:\/\/|#\s).*$/, '');
}
