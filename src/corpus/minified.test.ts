import { describe, expect, it } from 'vitest';
import { isMinified } from './minified.ts';

const source = 'const answer = 42; // as ever\n';

describe('isMinified', () => {
  it('knows one line, and few lines, of squeezed code', () => {
    expect(isMinified('a=1;'.repeat(600))).toBe(true);
    expect(isMinified(`${'a=1;'.repeat(600)}\n`.repeat(3))).toBe(true);
  });

  it('knows a bundle below a long licence', () => {
    expect(isMinified(` * ${'licence '.repeat(6)}\n`.repeat(60) + 'a=1;'.repeat(1400))).toBe(true);
  });

  it('lets source pass, also with one long line in it, and short scripts', () => {
    expect(isMinified(source.repeat(500))).toBe(false);
    expect(isMinified(source.repeat(500) + `const icon = '${'A'.repeat(8000)}';\n`)).toBe(false);
    expect(isMinified('a=1;'.repeat(400))).toBe(false);
    expect(isMinified('')).toBe(false);
  });
});
