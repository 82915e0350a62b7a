import { describe, expect, it } from 'vitest';
import type { TextSegment } from '../retrieval/index.ts';
import { Planner } from '../retrieval/index.ts';
import { segmentsOf, signatureOf } from './signature.ts';

/** The signature of the line that holds `hit`, as `line text`. */
function signature(code: string, file: (line: number) => number = () => 0): string | undefined {
  const segments = code.split('\n').map((text, i): TextSegment => ({
    text: `${text}\n`,
    file: file(i + 1),
    position: i,
    startLine: i + 1,
    endLine: i + 1,
  }));
  const found = signatureOf(
    segments.find(({ text }) => text.includes('hit'))!,
    (at) => segments[at],
  );
  return found && `${found.line} ${found.text}`;
}

describe('signatureOf', () => {
  it.each([
    ['a function of TypeScript', 'export async function* walk(root: string): Walk {\n  hit();\n}'],
    ['a function behind a name', 'export const walk = async (root: string) => {\n  hit();\n};'],
    ['an interface', 'interface Walk {\n  readonly hit: number;\n}'],
    ['a function of Python', 'def walk(root: str) -> list[str]:\n    hit()'],
    ['a class of Python', 'class Walk(Base):\n    hit = 1'],
    ['a function of C', 'static int walk(const char *root, size_t n) {\n\thit();\n}'],
    ['a method of C++', 'std::vector<int> Walk::run(int n) const {\n  hit();\n}'],
    ['a method of Java', 'public List<String> walk(File root, int n) throws A, B {\n    hit();\n}'],
    ['a function of Go', 'func (w *Walk) Run(root string) error {\n\thit()\n}'],
    ['a function of Rust', "pub fn walk<'a>(root: &'a str) -> Vec<&'a str> {\n    hit();\n}"],
    ['a test', "describe('walk', () => {\n  hit();\n});"],
  ])('is the line that opens %s', (_, code) => {
    expect(signature(code)).toBe(`1 ${code.split('\n')[0]!}`);
  });

  it('is the method, not its class', () => {
    const code = [
      'class Walk {',
      '  #seen = 0;',
      '',
      '  other(): void {',
      '    this.#seen++;',
      '  }',
      '',
      '  run(root: string): number {',
      '    const hit = root.length;',
      '    return hit;',
      '  }',
      '}',
    ];
    expect(signature(code.join('\n'))).toBe('8 run(root: string): number {');
    const python = [
      'class Walk:',
      '    def other(self):',
      '        pass',
      '',
      '    def run(self):',
      '        hit',
    ];
    expect(signature(python.join('\n'))).toBe('5 def run(self):');
  });

  it('is the class for a member of it', () => {
    expect(signature('class Walk {\n  run(): void {\n    go();\n  }\n\n  readonly hit = 1;\n}')).toBe(
      '1 class Walk {',
    );
  });

  it('passes control flow over', () => {
    const code = [
      'function walk(root: string): void {',
      '  for (const file of list(root)) {',
      '    if (file.isFolder) {',
      '      skip();',
      '    } else {',
      '      try {',
      '        hit(file);',
    ];
    expect(signature(code.join('\n'))).toBe('1 function walk(root: string): void {');
    const python = ['def walk(root):', '    for x in root:', '        if x:', '            hit(x)'];
    expect(signature(python.join('\n'))).toBe('1 def walk(root):');
  });

  it('takes no call for a definition', () => {
    const code = [
      'function check(): void {',
      '  expect(count(made)).toEqual({',
      '    store: open(path, {',
      '      hit: 1,',
      '    }),',
    ];
    expect(signature(code.join('\n'))).toBe('1 function check(): void {');
  });

  it('finds the first line of a definition of several lines', () => {
    const code = ['export async function walk(', '  root: string,', '): Promise<void> {', '  hit();', '}'];
    expect(signature(code.join('\n'))).toBe('1 export async function walk(');
    expect(signature('def walk(\n    root,\n):\n    hit()')).toBe('1 def walk(');
    expect(signature('public class Walk\n{\n    int hit;\n}')).toBe('1 public class Walk');
  });

  it('finds nothing at the top level', () => {
    expect(signature('function before() {\n  go();\n}\n\nconst hit = 1;')).toBeUndefined();
    expect(signature('const table = {\n  hit: 1,\n};')).toBeUndefined();
  });

  it('does not look into the file before', () => {
    const code = 'function walk() {\n  hit();';
    expect(signature(code)).toBe('1 function walk() {');
    expect(signature(code, (line) => line)).toBeUndefined();
  });

  it('does not look further than a few hundred lines', () => {
    const after = (lines: number) => `function walk() {\n${'  go();\n'.repeat(lines)}  hit();`;
    expect(signature(after(300))).toBe('1 function walk() {');
    expect(signature(after(500))).toBeUndefined();
  });
});

describe('segmentsOf', () => {
  it('finds every segment of a plan by its position', () => {
    const planner = new Planner(['anything'], () => '');
    const segments = Array.from({ length: 700 }, (_, position): TextSegment => ({
      text: `line ${position} of the text\n\n`,
      file: 0,
      position,
      startLine: position + 1,
      endLine: position + 1,
    }));
    segments.forEach((segment) => planner.add(segment));
    const plan = planner.finish();
    expect(plan.sections.length).toBeGreaterThan(2);
    const at = segmentsOf(plan);
    expect(segments.map((_, position) => at(position))).toEqual(segments);
    expect([at(-1), at(700)]).toEqual([undefined, undefined]);
    expect(segmentsOf({ ...plan, sections: [] })(0)).toBeUndefined();

    const unpacked: number[] = [];
    const counting = plan.sections.map((section) => ({
      firstPosition: section.firstPosition,
      unpack: () => (unpacked.push(section.firstPosition), section.unpack()),
    }));
    const border = counting[1]!.firstPosition;
    const atBorder = segmentsOf({ ...plan, sections: counting as unknown as typeof plan.sections });
    for (let i = 0; i < 3; i++) expect([atBorder(border - 1), atBorder(border)]).not.toContain(undefined);
    expect(unpacked).toEqual([0, border]);
  });
});
