/** Finds the functions of a JavaScript or TypeScript source and what their doc comments say, and takes those away. */
import ts from 'typescript';

/** A function of a source file whose doc comments have been removed. */
export interface SourceFunction {
  readonly name: string;
  /** First and last character of its text in the stripped source, UTF-16 code units, the end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Its doc comment without the comment's marks; undefined where it has none. */
  readonly doc: string | undefined;
}

export interface StrippedSource {
  readonly text: string;
  readonly functions: readonly SourceFunction[];
}

interface Range {
  readonly pos: number;
  readonly end: number;
}

/**
 * Removes every doc comment (`/** … *​/`) and the comments that stand directly above a function, with the lines they
 * leave empty; other comments stay. Functions are declarations, methods, accessors and constructors with a body, and
 * constants, properties and returned values that are functions or made by a call that is given one
 * (`const add = curry(function add(a, b) { … })`).
 */
export function stripDocComments(text: string, path: string): StrippedSource {
  const kind = path.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const removed = new Map<number, Range>();
  const found: { name: string; node: ts.Node; doc: string | undefined }[] = [];
  const seen = { above: new Map<number, ts.CommentRange[]>(), behind: new Map<number, ts.CommentRange[]>() };
  // Nested nodes begin and end at the same places.
  const commentsAt = (side: 'above' | 'behind', at: number): ts.CommentRange[] => {
    let ranges = seen[side].get(at);
    if (!ranges) {
      ranges =
        (side === 'above' ? ts.getLeadingCommentRanges(text, at) : ts.getTrailingCommentRanges(text, at)) ??
        [];
      seen[side].set(at, ranges);
    }
    return ranges;
  };
  const visit = (node: ts.Node): void => {
    const above = commentsAt('above', node.getFullStart());
    const behind = commentsAt('behind', node.end);
    for (const range of [...above, ...behind]) if (isDoc(text, range)) removed.set(range.pos, range);
    const name = functionName(node);
    if (name !== undefined) {
      const attached = attachedComments(text, above, node.getStart(file, false));
      for (const range of attached) removed.set(range.pos, range);
      const doc = attached.findLast((range) => isDoc(text, range));
      found.push({ name, node, doc: doc && commentText(text.slice(doc.pos, doc.end)) });
    }
    // Tokens too: a comment may stand in front of a bracket or a comma.
    for (const child of node.getChildren(file)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(file);
  const cuts = [...removed.values()].sort((a, b) => a.pos - b.pos).map((range) => wholeLines(text, range));
  const move = mover(cuts);
  return {
    text: without(text, cuts),
    functions: found.map(({ name, node, doc }) => ({
      name,
      start: move(node.getStart(file, false)),
      end: move(node.end),
      doc,
    })),
  };
}

function isDoc(text: string, { pos, end }: Range): boolean {
  return text.startsWith('/**', pos) && end - pos > 4;
}

/** The comments above a node with no blank line between them and it. */
function attachedComments(text: string, above: readonly ts.CommentRange[], start: number): ts.CommentRange[] {
  const attached: ts.CommentRange[] = [];
  let below = start;
  for (const range of above.toReversed()) {
    const lineBreaks = text.slice(range.end, below).split('\n').length - 1;
    // A doc comment belongs to what follows it, blank lines or not.
    if (lineBreaks > 1 && !(attached.length === 0 && isDoc(text, range))) break;
    attached.unshift(range);
    below = range.pos;
  }
  return attached;
}

/** Name of a function-like node, as it is called where it stands; undefined for every other node. */
function functionName(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node) && node.body) return node.name?.text ?? 'default';
  if (ts.isConstructorDeclaration(node) && node.body) return 'constructor';
  if ((ts.isMethodDeclaration(node) || ts.isAccessor(node)) && node.body) return nameOf(node.name);
  if (ts.isVariableStatement(node)) {
    const [first] = node.declarationList.declarations;
    if (first?.initializer && makesFunction(first.initializer)) return nameOf(first.name);
  }
  if (
    (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) &&
    node.initializer &&
    makesFunction(node.initializer)
  )
    return nameOf(node.name);
  if (ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression)) {
    const { left, operatorToken, right } = node.expression;
    if (operatorToken.kind === ts.SyntaxKind.EqualsToken && makesFunction(right))
      return ts.isPropertyAccessExpression(left) ? left.name.text : nameOf(left);
  }
  // mathjs: a factory returns the documented function.
  if (ts.isReturnStatement(node) && node.expression && makesFunction(node.expression)) {
    return returnedName(node.expression);
  }
  return undefined;
}

function makesFunction(expression: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression))
    return makesFunction(expression.expression);
  if (ts.isFunctionExpression(expression) || ts.isArrowFunction(expression)) return true;
  if (!ts.isCallExpression(expression)) return false;
  const { expression: callee } = expression;
  if (ts.isPropertyAccessExpression(callee) && makesFunction(callee.expression)) return true;
  return expression.arguments.some(
    (argument) =>
      makesFunction(argument) || (ts.isObjectLiteralExpression(argument) && hasFunction(argument)),
  );
}

function hasFunction(literal: ts.ObjectLiteralExpression): boolean {
  return literal.properties.some(
    (property) =>
      ts.isMethodDeclaration(property) ||
      (ts.isPropertyAssignment(property) && makesFunction(property.initializer)),
  );
}

/** Of `return function add() {…}` and `return typed(name, {…})`: its own name, else the nearest constant's around it. */
function returnedName(expression: ts.Expression): string {
  if (ts.isFunctionExpression(expression) && expression.name) return expression.name.text;
  for (let node: ts.Node = expression; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionDeclaration(node) && node.name) return node.name.text;
    if (ts.isVariableDeclaration(node)) return factoryProduct(nameOf(node.name));
  }
  return 'default';
}

/** `createAdd` makes `add`. */
function factoryProduct(name: string): string {
  return name.replace(/^create([A-Z])/, (_, letter: string) => letter.toLowerCase());
}

function nameOf(name: ts.Node): string {
  return ts.isStringLiteral(name) ? name.text : name.getText();
}

/** What a block comment says, without its marks and the stars at the beginning of its lines. */
function commentText(comment: string): string {
  return comment
    .replace(/^\/\*+/, '')
    .replace(/\*+\/$/, '')
    .replaceAll(/^[ \t]*\*[ \t]?/gm, '')
    .trim();
}

/** The range with its line, or lines, where nothing else stands on them. */
function wholeLines(text: string, { pos, end }: Range): Range {
  const lineStart = text.lastIndexOf('\n', pos - 1) + 1;
  const next = text.indexOf('\n', end);
  const lineEnd = next < 0 ? text.length : next + 1;
  const alone = text.slice(lineStart, pos).trim() === '' && text.slice(end, lineEnd).trim() === '';
  return alone ? { pos: lineStart, end: lineEnd } : { pos, end };
}

function without(text: string, cuts: readonly Range[]): string {
  let result = '';
  let copied = 0;
  for (const { pos, end } of cuts) {
    result += text.slice(copied, Math.max(copied, pos));
    copied = Math.max(copied, end);
  }
  return result + text.slice(copied);
}

/** Leads from a place in the text to the same place without the cuts. */
function mover(cuts: readonly Range[]): (at: number) => number {
  const ends: number[] = [];
  const shifts: number[] = [];
  let gone = 0;
  let last = 0;
  for (const { pos, end } of cuts) {
    gone += Math.max(0, end - Math.max(pos, last));
    last = Math.max(last, end);
    ends.push(last);
    shifts.push(gone);
  }
  return (at) => {
    // The last cut that ends at or before the place.
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? at : at - shifts[low - 1]!;
  };
}
