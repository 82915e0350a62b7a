import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { runsOf } from './marks.ts';

/** Parts as the host sends them: `?` marks unsupported text, a number a citation. */
const parts = (...list: (string | [string, '?' | number])[]) =>
  list.map((item) => {
    if (typeof item === 'string') return { text: item, supported: true };
    const [text, mark] = item;
    return mark === '?' ? { text, supported: false } : { text, supported: true, evidence: mark };
  });

function runs(list: ReturnType<typeof parts>) {
  const source = list.map(({ text }) => text).join('');
  return [...runsOf(fromMarkdown(source), source, list).values()].flat();
}

const shown = (list: ReturnType<typeof parts>) =>
  runs(list).map(({ text, part, noteAfter }) => {
    const mark = part?.evidence !== undefined ? `#${part.evidence}` : part?.supported === false ? '?' : '';
    return `${text}${mark}${noteAfter ? '!' : ''}`;
  });

describe('runsOf', () => {
  it('finds citations and unsupported sentences in plain text', () => {
    expect(shown(parts('It is x ', ['[1]', 0], '. ', ['It is red.', '?'], ' End.'))).toEqual([
      'It is x ',
      '[1]#0',
      '. ',
      'It is red.?!',
      ' End.',
    ]);
  });

  it('finds them through lists, emphasis, headings and escapes', () => {
    expect(
      shown(parts('# Head\n\n- **a** ', ['[1]', 0], '\n', ['- it *is* red\\*.', '?'], '\n\nEnd')),
    ).toEqual(['Head', 'a', ' ', '[1]#0', 'it ?', 'is?', ' red*.?!', 'End']);
  });

  it('notes sentences in a row once', () => {
    expect(shown(parts(['One.', '?'], ' ', ['Two.', '?'], ' ', ['Three.', '?'], ' Four.'))).toEqual([
      'One.?',
      ' ',
      'Two.?',
      ' ',
      'Three.?!',
      ' Four.',
    ]);
  });

  it('never resolves what the answer defines itself: a citation stays a citation', () => {
    const list = parts('See ', ['[1]', 4], '.\n\n', '[1]: javascript:alert(1)');
    expect(shown(list)).toEqual(['See ', '[1]#4', '.', '[1]: javascript:alert(1)']);
  });

  it('shows HTML and pictures as they were written', () => {
    const source = '<b onclick="x">y</b> ![p](http://e.example/?q=1)';
    expect(
      runs(parts(source))
        .map(({ text }) => text)
        .join(''),
    ).toBe(source);
  });

  it('marks code, and loses no text whatever the marks', () => {
    expect(shown(parts(['```ts\nconst a = 1;\n```', '?']))).toEqual(['const a = 1;?!']);
    expect(shown(parts('a &amp; b &lt;c&gt; ', ['[1]', 0])).join('')).toBe('a & b <c> [1]#0');
    expect(shown(parts(''))).toEqual([]);
  });
});
