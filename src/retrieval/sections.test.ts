import { describe, expect, it } from 'vitest';
import { estimateTokens } from './passages.ts';
import { SectionCutter } from './sections.ts';
import type { Section } from './sections.ts';
import type { TextStore } from './textStore.ts';

/** Deterministic: the same seed, the same text. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
type Random = ReturnType<typeof generator>;

const words = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho'.split(
  ' ',
);
const sentence = (random: Random): string =>
  Array.from({ length: 3 + random(12) }, () => words[random(words.length)]!).join(' ');

/** Paragraphs of some lines. */
const prose = (random: Random, lines: number): string[] =>
  Array.from({ length: lines }, () => sentence(random) + (random(5) === 0 ? '\n\n' : '\n'));

/** Functions that all begin and end with the same lines. */
const code = (random: Random, functions: number, lines = 10): string[] =>
  Array.from({ length: functions }, () => [
    '/**\n',
    ` * ${sentence(random)}\n`,
    ' */\n',
    `function f${random(1000)}() {\n`,
    ...Array.from(
      { length: 1 + random(lines) },
      () => `  ${sentence(random)}\n${random(6) === 0 ? '\n' : ''}`,
    ),
    `  ${sentence(random)}\n`,
    '}\n\n',
  ]).flat();

function cut(...files: readonly (readonly string[])[]): Section[] {
  const cutter = new SectionCutter();
  const sections: Section[] = [];
  let position = 0;
  files.forEach((lines, file) =>
    lines.forEach((text, i) => {
      const ended = cutter.add({ text, file, position: position++, startLine: i + 1, endLine: i + 1 });
      if (ended) sections.push(ended);
    }),
  );
  const last = cutter.flush();
  return last ? [...sections, last] : sections;
}

const texts = (sections: readonly Section[]): string[] =>
  sections.map((section) =>
    section
      .unpack()
      .map(({ text }) => text)
      .join(''),
  );

/** Places of the sections that are new after an edit. */
function changed(before: readonly Section[], after: readonly Section[]): number[] {
  const known = new Set(texts(before));
  return texts(after).flatMap((text, i) => (known.has(text) ? [] : [i]));
}

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('SectionCutter', () => {
  it.each([
    ['prose', prose(generator(1), 1500)],
    ['code', code(generator(2), 150)],
    ['lines without an end', Array.from({ length: 1500 }, () => sentence(generator(3)))],
    ['blank lines only', Array.from({ length: 500 }, () => '\n')],
    ['one line', ['one line']],
    ['lines longer than a section', Array.from({ length: 5 }, () => 'long '.repeat(2000))],
  ])('leaves nothing out and changes nothing: %s', (_, lines) => {
    const sections = cut(lines, lines.slice(0, 3), lines);
    expect(sections.flatMap((section) => section.unpack()).map(({ text }) => text)).toEqual([
      ...lines,
      ...lines.slice(0, 3),
      ...lines,
    ]);
    const positions = sections.flatMap((section) => section.unpack()).map(({ position }) => position);
    expect(positions).toEqual(positions.map((__, i) => i));
    for (const section of sections) {
      const { passages, tokens } = section;
      const segments = section.unpack();
      expect(passages).toHaveLength(segments.length);
      expect(section.firstPosition).toBe(segments[0]!.position);
      expect(section.lastPosition).toBe(segments.at(-1)!.position);
      expect(section.files).toEqual([...new Set(segments.map(({ file }) => file))]);
      expect(tokens).toBe(segments.reduce((sum, { text }) => sum + estimateTokens(text), 0));
    }
  });

  it('gives every text back unit by unit, whatever a store does with its bytes', () => {
    const store: TextStore = {
      keep: (bytes) => {
        const copy = bytes.slice();
        bytes.fill(0);
        return () => copy.slice();
      },
    };
    for (const all of [
      ['plain\n'],
      ['caf\u00e9 \u0000\n', ' '],
      ['\u5317\u4eac', '\ud83d', '\ude00 half a pair \ud800'],
      [''],
    ]) {
      const cutter = new SectionCutter(store);
      const extracted = (i: number) => (i % 3 === 0 ? ({ isExtracted: true } as const) : {});
      all.forEach((text, i) =>
        cutter.add({ text, file: 7, position: i, startLine: i + 1, endLine: i + 2, ...extracted(i) }),
      );
      expect(cutter.flush()!.unpack()).toEqual(
        all.map((text, i) => ({
          text,
          file: 7,
          position: i,
          startLine: i + 1,
          endLine: i + 2,
          ...extracted(i),
        })),
      );
    }
  });

  it('makes sections of about three windows', () => {
    for (const lines of [prose(generator(4), 3000), code(generator(5), 300)]) {
      const tokens = cut(lines).map((section) => section.tokens);
      expect(tokens.length).toBeGreaterThan(10);
      expect(Math.min(...tokens.slice(0, -1))).toBeGreaterThanOrEqual(768);
      // The passage that reaches the limit stays whole.
      expect(Math.max(...tokens)).toBeLessThan(1536 + 256);
    }
  });

  it('gathers small files', () => {
    const random = generator(6);
    const files = Array.from({ length: 400 }, () => prose(random, 1 + random(4)));
    const sections = cut(...files);
    expect(sections.length).toBeGreaterThan(5);
    for (const { tokens } of sections.slice(0, -1)) expect(tokens).toBeGreaterThanOrEqual(768);
    for (const { tokens } of sections) expect(tokens).toBeLessThan(1536 + 256);
  });

  it('numbers the passages, which never reach over a file or a section', () => {
    const random = generator(7);
    const files = Array.from({ length: 30 }, () => code(random, 1 + random(20)));
    for (const section of cut(...files)) {
      const { passages } = section;
      const segments = section.unpack();
      expect(passages[0]).toBe(0);
      for (let i = 1; i < passages.length; i++) {
        const step = passages[i]! - passages[i - 1]!;
        expect([0, 1]).toContain(step);
        if (segments[i]!.file !== segments[i - 1]!.file) expect(step).toBe(1);
      }
    }
  });

  it('does not cut a function in two', () => {
    const lines = code(generator(8), 600, 5);
    for (const text of texts(cut(lines))) {
      expect(text.startsWith('/**\n')).toBe(true);
      expect(text.endsWith('}\n\n')).toBe(true);
    }
  });

  it('begins anew with every text', () => {
    expect(new SectionCutter().flush()).toBeUndefined();
    const lines = prose(generator(9), 400);
    expect(texts(cut(lines))).toEqual(texts(cut(lines)));
  });
});

describe('an edit', () => {
  const kinds: Record<string, (random: Random) => string[]> = {
    prose: (random) => prose(random, 2000),
    code: (random) => code(random, 200),
  };
  const edits: Record<string, (lines: string[], at: number, random: Random) => void> = {
    'an inserted line': (lines, at, random) => void lines.splice(at, 0, `${sentence(random)}\n`),
    'a deleted line': (lines, at) => void lines.splice(at, 1),
    'a changed line': (lines, at, random) => void (lines[at] = `${sentence(random)}\n`),
    'an inserted paragraph': (lines, at, random) =>
      void lines.splice(at, 0, ...Array.from({ length: 8 }, () => `${sentence(random)}\n`), '\n'),
  };
  const cases = Object.keys(kinds).flatMap((kind) => Object.keys(edits).map((edit) => [edit, kind] as const));

  it.each(cases)('%s changes only sections nearby, in %s', (edit, kind) => {
    const counts = seeds.map((seed) => {
      const random = generator(seed);
      const lines = kinds[kind]!(random);
      const edited = [...lines];
      edits[edit]!(edited, Math.floor(lines.length / 2) + random(100), random);
      const [before, after] = [cut(lines), cut(edited)];
      expect(before.length).toBeGreaterThan(15);
      const places = changed(before, after);
      // Sections before the edit are unchanged.
      expect(places[0]).toBeGreaterThan(before.length / 2 - 4);
      return places.length;
    });
    expect(Math.min(...counts)).toBeGreaterThan(0);
    // Nearly always one or two; a few more where the cuts need some passages to agree again, but never all that follow.
    expect(median(counts)).toBeLessThanOrEqual(2);
    expect(counts.reduce((a, b) => a + b) / counts.length).toBeLessThan(4);
  });

  it('of one file among a thousand changes only its neighbourhood', () => {
    const counts = seeds.map((seed) => {
      const random = generator(seed);
      // Most files begin with the same line.
      const files = Array.from({ length: 1000 }, () => ["'use strict';\n", ...prose(random, 1 + random(14))]);
      const edited = files.map((lines) => [...lines]);
      edited[300 + random(100)]!.push(`${'more '.repeat(200)}\n`);
      const [before, after] = [cut(...files), cut(...edited)];
      expect(before.length).toBeGreaterThan(60);
      return changed(before, after).length;
    });
    expect(median(counts)).toBeLessThanOrEqual(3);
    expect(Math.max(...counts)).toBeLessThan(20);
  });

  it('of the order of files changes only sections where they meet', () => {
    const random = generator(10);
    const files = Array.from({ length: 10 }, () => prose(random, 500));
    const places = changed(cut(...files), cut(...files.toReversed()));
    expect(places.length).toBeLessThan(cut(...files).length / 2);
  });
});
