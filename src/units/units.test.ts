import { describe, expect, it } from 'vitest';
import { segmentText } from '../corpus/index.ts';
import type { TextSegment } from '../retrieval/index.ts';
import { mayBeHead } from './definitions.ts';
import { definitionIn, unitOf } from './index.ts';
import type { Cut } from './index.ts';

const limits = { whole: { lines: 40, chars: 3200 }, part: { lines: 12, chars: 1200 } };

/** First and last line of the unit around the line with the mark. */
function lines(text: string, mark = 'hit', cut: Cut = 'code'): string {
  const segments = segmentText(text, cut === 'prose' ? 'prose' : 'code').map(
    (segment, position): TextSegment => ({ ...segment, file: 0, position }),
  );
  const { whole } = unitOf(
    segments.find((one) => one.text.includes(mark))!,
    cut,
    (at) => segments[at],
    limits,
  );
  return `${segments[whole.from]!.startLine}-${segments[whole.to]!.endLine}`;
}

/** Adds lines above and below, so that no unit is right only because the file ends. */
const between = (text: string, other = 'other();'): string => `${other}\n\n${text}\n\n${other}\n`;

describe('the unit around a line', () => {
  it.each([
    [
      'a function of TypeScript',
      'export async function f(\n  a: string,\n): Promise<void> {\n  hit();\n}',
      5,
    ],
    ['a bound function', 'const f = async (a: string) => {\n  hit();\n};', 3],
    [
      'a function behind a call',
      'export const f = /* pure */ factory(name, deps, ({ typed }) => {\n  hit();\n})',
      3,
    ],
    ['a function with its comment', '/**\n * Says it.\n */\nfunction f() {\n  hit();\n}', 6],
    ['a function, from a word of its comment', '/** The hit. */\nfunction f() {\n  go();\n}', 4],
    [
      'a function of Python with a text at the margin',
      'def f():\n    """Says.\n\n    More.\n    """\n    hit()\n    return 1',
      7,
    ],
    ['a head of Python over lines', '@app.route("/")\ndef f(\n    a,\n):\n    hit()', 5],
    ['a function of C with its type above', 'static int\nf(const char *a,\n  size_t n)\n{\n\thit();\n}', 6],
    [
      'a function of C with a label and a condition',
      'int f(int a) {\n\tif (a)\n\t\tgoto out;\n#ifdef X\n\thit();\n#endif\nout:\n\treturn 0;\n}',
      9,
    ],
    ['a method of C++', 'std::vector<int> Walk::run(int n) const {\n  hit();\n}', 3],
    ['a test of C++', 'TEST(Walk, Runs) {\n  hit();\n}', 3],
    [
      'a method of Go',
      'func (w *Walk) Run(root string) error {\n\tif root == "" {\n\t\thit()\n\t}\n\treturn nil\n}',
      6,
    ],
    [
      'a function of Go with another in it',
      'func Run() error {\n\tf := func(a int) {\n\t\thit()\n\t}\n\treturn f(1)\n}',
      6,
    ],
    [
      'a function of Rust with bounds',
      'pub async fn f<T>(\n    a: T,\n) -> Result<(), E>\nwhere\n    T: Send,\n{\n    hit()\n}',
      8,
    ],
    ['a method of C#', '[Fact]\npublic async Task F()\n{\n    hit();\n}', 5],
    ['a method of Ruby', 'def f(a)\n  a.each do |b|\n    hit\n  end\nrescue E\n  nil\nend', 7],
    ['a function of a shell', 'f() {\n  hit\n}', 3],
    ['a function of Lua', 'function M.f(a)\n  if a then\n    hit()\n  end\nend', 5],
    ['a text in a template', 'function f() {\n  return `\none\nhit\n`;\n}', 6],
    ['a test with its name', "it('does', async () => {\n  hit();\n});", 3],
    ['a table', 'const table = {\n  hit: 1,\n  other: [\n    2,\n  ],\n};', 6],
    ['a table of a query', 'CREATE TABLE t (\n  hit INTEGER,\n  b TEXT\n);', 4],
    ['a block of settings', '[locks]\nhit = 1\nother = 2', 3],
    ['a map of settings', 'services:\n  one:\n    hit: 1\n    b: 2', 4],
    ['a short type', 'class A {\n  hit = 1;\n\n  b() {\n    go();\n  }\n}', 7],
    [
      'a function below a blank line below its comment',
      '/**\n * Says it.\n */\n\nfunction f() {\n  hit();\n}',
      7,
    ],
    ['the same, from its comment', '/**\n * The hit.\n */\n\nfunction f() {\n  go();\n}', 7],
  ])('is %s', (_, text, length) => {
    expect(lines(between(text))).toBe(`3-${2 + length}`);
  });

  it('is the method, and of a long class what stands above its methods', () => {
    const method = (name: string): string => `  ${name}() {\n    a();\n    b();\n  }\n`;
    const text = `class A extends B {\n  first = 1;\n  second = 2;\n\n${['one', 'two', 'three', 'four'].map(method).join('\n')}}\n`;
    expect(lines(text, 'second')).toBe('1-3');
    expect(lines(text, 'three()')).toBe('15-18');
  });

  it('is the largest function that is shown in full', () => {
    const inner = '  const inner = (a) => {\n    hit(a);\n  };\n';
    expect(lines(`function outer() {\n${inner}}\n`)).toBe('1-5');
    expect(lines(`function outer() {\n${'  go();\n'.repeat(60)}${inner}}\n`)).toBe('62-64');
  });

  it('is not the function above a statement', () => {
    expect(lines('function f() {\n  a();\n}\nhit();\n')).toBe('4-4');
    expect(lines('def f():\n    a()\n\nif hit:\n    b()\n')).toBe('4-5');
  });

  it('goes across blank lines where it is thin, not across many', () => {
    const part = (gap: string): string => lines(`a();${gap}hit();${gap}b();\n`);
    expect([part('\n\n'), part('\n\n\n\n')]).toEqual(['1-5', '5-5']);
  });

  it('is a row, whatever stands around it', () => {
    expect(lines('a,b\n1,hit\n2,c\n', 'hit', 'records')).toBe('2-2');
  });

  it('is a list of prose, with what announces it', () => {
    const long = 'Nobody reads this. '.repeat(90);
    const text = `# One\n\n${long}\n\nTake with you:\n\n- the hit\n- a coat\n\n# Two\n\nEnd.\n`;
    expect(lines(text, 'hit', 'prose')).toBe('5-8');
  });
});

describe('definitionIn', () => {
  it.each([
    ['fn main() {', 'function'],
    ['func (b *Basic) Write(buf []byte) (n int, err error) {', 'function'],
    ['default Predicate<E> negate() {', 'function'],
    ['context<T extends object | Callback>() {', 'function'],
    ['impl<T> Walk for Tree<T> {', 'type'],
    ['public final class Gateway {', 'type'],
    ['describe("walk", () => {', 'function'],
    ['const table = wrap(rows, (row) => {', 'wrapped'],
    ['utils.forEach(this, (value, header) => {', 'wrapped'],
    ['defmodule Walk.Tree do', 'type'],
    ['def walk(root) do', 'function'],
    ['function (a) {', undefined],
    ['method: valueFromConfig,', undefined],
    ['data = load(path)', undefined],
    ['type = "x"', undefined],
    ['if (a) {', undefined],
    ['} else {', undefined],
    ['return call(a, {', undefined],
    ['for (const a of b) {', undefined],
    ['default:', undefined],
    ['const table = {', undefined],
    ['// a class of its own', undefined],
  ])('%s', (line, kind) => {
    expect(definitionIn(line)).toBe(kind);
  });

  it('finds none in a line of a length that nobody writes', () => {
    const head = (parameters: number): string => `open(${'a, '.repeat(parameters)}b) {`;
    expect(definitionIn(head(100))).toBe('function');
    expect(definitionIn(head(1000))).toBeUndefined();
    // It would take hours to look through this one.
    expect(definitionIn(`a${' '.repeat(2_000_000)}b`)).toBeUndefined();
    expect(mayBeHead(`a${' '.repeat(2_000_000)}b`)).toBe(false);
  });
});
