/** Recognises comments and decorators by how their lines begin. */

const COMMENT = /^(?:\/\/|\/?\*(?![\w(])|#(?:[!\s#]|$)|--(?:[\s|-]|$)|;{1,3}\s|%\s|"""|'''|<!--|\{-|\(\*)/;
const DECORATOR = /^(?:@[\w.]|#!?\[|\[\w[^=]*\]$|template\s*<[^;]*>$)/;
const PREPROCESSOR = /^#\s*(?:if|ifdef|ifndef|else|elif|endif|define|undef|pragma|region|endregion)\b/;
const LABEL = /^\w+\s*:$/;

const ENDS_BLOCK_COMMENT = /\*\/$/;

/**
 * Whether a line ends a block comment, below which some people leave a blank line although it documents what follows.
 */
export function endsBlockComment(text: string): boolean {
  return isComment(text) && ENDS_BLOCK_COMMENT.test(text.trim());
}

export function isComment(text: string): boolean {
  return COMMENT.test(text.trim());
}

/** Whether a line is an annotation, attribute or the like, which belongs to the line below. */
export function isDecorator(text: string): boolean {
  return DECORATOR.test(text.trim());
}

/** Whether a line is of a kind that people write at the margin, however deep the code around it is. */
export function isOutdented(text: string): boolean {
  const trimmed = text.trim();
  return PREPROCESSOR.test(trimmed) || LABEL.test(trimmed) || isComment(trimmed);
}
