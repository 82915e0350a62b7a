import { describe, expect, it } from 'vitest';
import { stripDocComments } from './documentedFunctions.ts';

/** What became of a source: its text, and each function as `name: doc | text`. */
function strip(source: string, path = 'a.js'): { text: string; functions: string[] } {
  const { text, functions } = stripDocComments(source, path);
  return {
    text,
    functions: functions.map(
      ({ name, doc, start, end }) =>
        `${name}: ${doc ?? '-'} | ${text.slice(start, end).replaceAll(/\s+/g, ' ')}`,
    ),
  };
}

describe('stripDocComments', () => {
  it('takes a doc comment away with its lines and remembers it', () => {
    expect(strip('let a;\n\n/**\n * Adds.\n * @param b\n */\nfunction add(b) {\n  return b;\n}\n')).toEqual({
      text: 'let a;\n\nfunction add(b) {\n  return b;\n}\n',
      functions: ['add: Adds.\n@param b | function add(b) { return b; }'],
    });
  });

  it('takes line comments directly above a function, not those further up', () => {
    const { text } = strip('// far\n\n// near\n/** Doc. */\n// nearer\nfunction f() {} // behind\n');
    expect(text).toBe('// far\n\nfunction f() {} // behind\n');
  });

  it('leaves other comments, and what only looks like one', () => {
    const source =
      'const a = "/** no */"; /* plain */ const b = /\\/** no/; const c = `/** ${a /* in */} */`;\n/**/ let d;\n';
    expect(strip(source).text).toBe(source);
  });

  it('takes doc comments from anywhere', () => {
    expect(strip('f(/** one */ a, b /** two */, /** three */);\nlet x; /** four */\n/** five */').text).toBe(
      'f( a, b , );\nlet x; \n',
    );
    expect(strip('const a = {\n  /** A. */\n  b: 1,\n  /** End. */\n};\n').text).toBe(
      'const a = {\n  b: 1,\n};\n',
    );
  });

  it('finds methods, accessors and constants, documented or not', () => {
    const source = `class A {
  /** Makes. */
  constructor() {}
  /** Moves. */
  move() {}
  get size() { return 1; }
}
/** Curried. */
export const add = /*#__PURE__*/ curry(function add(a, b) {});
/** Arrow. */
const arrow = () => 1;
/** Number. */
const number = 1;
/** Chained. */
const chain = Fn(([a]) => a).once();
/** Assigned. */
A.prototype.go = function () {};
`;
    expect(strip(source).functions.map((line) => line.split(' | ')[0])).toEqual([
      'constructor: Makes.',
      'move: Moves.',
      'size: -',
      'add: Curried.',
      'arrow: Arrow.',
      'chain: Chained.',
      'go: Assigned.',
    ]);
  });

  it('finds what a factory returns', () => {
    const source =
      "export var createAdd = factory(name, (_ref) => {\n  /**\n   * Adds.\n   */\n  return typed(name, {\n    'a, b': (a, b) => a\n  });\n});\n";
    expect(strip(source).functions.map((line) => line.split(' | ')[0])).toEqual([
      'createAdd: -',
      'add: Adds.',
      'a, b: -',
    ]);
  });

  it('reads TypeScript: overloads have no body, decorators stay', () => {
    const source =
      '/** First. */\nexport function f(a: string): void;\n/** Whole. */\nexport function f<T>(a: T): void {}\nclass A {\n  /** M. */\n  @d() m(): void {}\n}\n';
    const { text, functions } = strip(source, 'a.ts');
    expect(text).toBe(
      'export function f(a: string): void;\nexport function f<T>(a: T): void {}\nclass A {\n  @d() m(): void {}\n}\n',
    );
    expect(functions).toEqual([
      'f: Whole. | export function f<T>(a: T): void {}',
      'm: M. | @d() m(): void {}',
    ]);
  });

  it('keeps places right behind many cuts', () => {
    const source = Array.from(
      { length: 20 },
      (_, i) => `/** Doc ${i}. */\nfunction f${i}() { /** in */ return ${i}; }\n`,
    );
    const { text, functions } = stripDocComments(source.join(''), 'a.js');
    expect(functions.map(({ start, end }) => text.slice(start, end))).toEqual(
      source.map((_, i) => `function f${i}() {  return ${i}; }`),
    );
  });
});
