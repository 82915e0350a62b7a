import { describe, expect, it } from 'vitest';
import { withoutSqueezedLines } from './minified.ts';

const source = 'const answer = 42; // as ever\n';
const squeezed = 'function a(b,c){return b?c.map(d=>d.e):[]}var f={g:1};'.repeat(60);

describe('withoutSqueezedLines', () => {
  it('has nothing left of one line, and of few lines, of squeezed code', () => {
    expect(withoutSqueezedLines('a=1;'.repeat(600))).toBeUndefined();
    expect(withoutSqueezedLines(`${squeezed}\n`.repeat(3))).toBeUndefined();
    expect(withoutSqueezedLines(`.a{color:red}.b{margin:0 auto}`.repeat(80))).toBeUndefined();
  });

  it('has nothing left of a bundle below a long licence', () => {
    const licence = `/*!\n${' * licence and so on'.repeat(3)}\n`.repeat(30);
    expect(withoutSqueezedLines(`${licence}${squeezed}\n//# sourceMappingURL=a.js.map\n`)).toBeUndefined();
  });

  it('passes over squeezed lines between others, whose numbers stay', () => {
    const text = `${source}${squeezed}\n${source}`;
    expect(withoutSqueezedLines(text)).toEqual({
      text: `${source}…\n${source}`,
      passedOver: [2],
    });
  });

  it.each([
    ['source', source.repeat(500)],
    [
      'a long sentence in quotation marks',
      `${source}const text = '${'To be, or not to be. '.repeat(400)}';\n`,
    ],
    ['a long literal of one word', `${source}const icon = '${'A'.repeat(8000)}';\n`],
    ['a short script', 'a=1;'.repeat(240)],
    ['nothing', ''],
  ])('leaves %s', (_, text) => {
    expect(withoutSqueezedLines(text)).toEqual({ text, passedOver: [] });
  });
});
