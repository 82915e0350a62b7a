import { describe, expect, it } from 'vitest';
import type { KeywordQuery } from '../keywords.ts';
import type { TextSegment } from '../types.ts';
import { ruleWeights, withoutRules } from './rules.ts';
import { SectionRules } from './sectionRules.ts';
import type { ScoredSection } from './sectionRules.ts';

const PATHS = ['src/lock.ts', 'src/door.ts', 'test/lock.test.ts', 'house.md'];
const files = {
  pathOf: (file: number): string => PATHS[file]!,
  isProse: (file: number): boolean => file === 3,
};

const noSignatures = (): ReadonlyMap<number, number> => new Map();

/** One section of lines; a passage for each group. */
function scoredSection(
  rules: SectionRules,
  groups: readonly (readonly [file: number, ...lines: string[]])[],
  scores: readonly number[],
): ScoredSection {
  const text: TextSegment[] = [];
  const passages: number[] = [];
  groups.forEach(([file, ...lines], passage) => {
    for (const line of lines) {
      text.push({ text: line, file, position: text.length, startLine: 1, endLine: 1 });
      passages.push(passage);
    }
  });
  const section = { passages: Uint16Array.from(passages) };
  return { section, facts: rules.factsOf(section, text), complete: [], scores: [Float32Array.from(scores)] };
}

function applied(
  question: KeywordQuery,
  groups: readonly (readonly [file: number, ...lines: string[]])[],
  scores: readonly number[],
  weights = ruleWeights,
): number[] {
  const rules = new SectionRules([question], files, weights);
  const section = scoredSection(rules, groups, scores);
  rules.apply([section], noSignatures);
  return [...section.scores[0]!];
}

describe('SectionRules', () => {
  it('changes nothing without weights', () => {
    expect(
      applied(
        'openLock',
        [
          [0, 'a', 'b'],
          [2, 'c'],
        ],
        [1, 0, 2],
        withoutRules,
      ),
    ).toEqual([1, 0, 2]);
  });

  it('leaves what has no word of the question without a score', () => {
    const [, none] = applied('lock', [[0, 'lock', 'other']], [1, 0]);
    expect(none).toBe(0);
  });

  it('lifts the passage that defines what is named, more in the file that is called like it', () => {
    const only = { ...withoutRules, definition: 1.5 };
    const groups = [
      [1, 'function openLock() {', '  return 1;'],
      [1, 'openLock();'],
    ] as const;
    expect(applied('openLock', groups, [1, 1, 1], only)).toEqual([2.5, 2.5, 1]);
    const atHome = applied('lock', [[0, 'class Lock {']], [1], { ...only, homeOfDefinition: 2 });
    expect(atHome).toEqual([1 + 1.5 * 2]);
  });

  it('lifts a file by its name', () => {
    const [lock, door] = applied(
      'lock',
      [
        [0, 'x'],
        [1, 'x'],
      ],
      [1, 1],
      { ...withoutRules, name: 1 },
    );
    expect(lock).toBeCloseTo(2);
    expect(door).toBe(1);
  });

  it('lifts a file of which several pieces have words of the question, over all sections', () => {
    const rules = new SectionRules(['x'], files, { ...withoutRules, coherence: 1 });
    const sections = [
      scoredSection(
        rules,
        [
          [0, 'x', 'x'],
          [0, 'x'],
          [1, 'x'],
        ],
        [1, 3, 1, 2],
      ),
      scoredSection(rules, [[1, 'x']], [0]),
      scoredSection(rules, [[3, 'x']], [9]),
    ];
    rules.apply(sections, noSignatures);
    // Many pieces of prose have a word of a question, so [3] gains nothing.
    expect([...sections[2]!.scores[0]!]).toEqual([9]);
    // By their best lines: 3 + 1 = 4 in the first file, 2 in the second.
    expect([...sections[0]!.scores[0]!]).toEqual([2, 6, 2, 3]);
  });

  it('takes tests for less', () => {
    const [lock, test] = applied(
      'how is it locked',
      [
        [0, 'x'],
        [2, 'x'],
      ],
      [1, 1],
      {
        ...withoutRules,
        worth: true,
      },
    );
    expect(lock).toBe(1);
    expect(test).toBeCloseTo(0.3);
  });

  it('has room for many questions at once', () => {
    const rules = new SectionRules(['lock', 'door'], files, { ...withoutRules, name: 1 });
    const section = {
      ...scoredSection(
        rules,
        [
          [0, 'x'],
          [1, 'x'],
        ],
        [1, 1],
      ),
      scores: [Float32Array.of(1, 1), Float32Array.of(1, 1)],
    };
    rules.apply([section], noSignatures);
    expect(section.scores.map((values) => [...values])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  it('says what moved a passage, the strongest first: together the factor of its score', () => {
    const rules = new SectionRules(['openLock'], files);
    const section = scoredSection(
      rules,
      [
        [0, 'function openLock() {'],
        [2, 'openLock();'],
        [3, 'x'],
      ],
      [1, 1, 0],
    );
    rules.apply([section], noSignatures);
    const reasons = [0, 1, 2].map((passage) => rules.reasons(0, section, passage));
    expect(reasons.map((of) => of.map(({ rule }) => rule))).toEqual([
      ['definition', 'name', 'coherence'],
      ['kind', 'name', 'coherence'],
      [],
    ]);
    const factors = reasons.map((of) => of.reduce((product, { factor }) => product * factor, 1));
    section.scores[0]!.slice(0, 2).forEach((score, i) => expect(score).toBeCloseTo(factors[i]!));
  });

  it('lifts the line that has all words of what is asked, and no other', () => {
    const rules = new SectionRules(['x y'], files, { ...withoutRules, complete: 1 });
    const section = { ...scoredSection(rules, [[3, 'x y', 'x']], [2, 1]), complete: [new Set([0])] };
    rules.apply([section], noSignatures);
    expect([...section.scores[0]!]).toEqual([4, 1]);
    expect(rules.reasons(0, section, 0)).toEqual([{ rule: 'complete', factor: 2 }]);
    expect(rules.reasons(0, section, 1)).toEqual([]);
  });

  it('lifts the file whose signatures have the words, by their share', () => {
    const rules = new SectionRules(['x'], files, { ...withoutRules, signature: 0.5 });
    const section = scoredSection(
      rules,
      [
        [0, 'x'],
        [1, 'x'],
        [3, 'x'],
      ],
      [1, 1, 1],
    );
    rules.apply(
      [section],
      () =>
        new Map([
          [0, 1],
          [1, 0.5],
        ]),
    );
    expect([...section.scores[0]!]).toEqual([1.5, 1.25, 1]);
    expect(rules.reasons(0, section, 1)).toEqual([{ rule: 'signature', factor: 1.25 }]);
  });

  it('makes less beside attention of what speaks for a file, and as much of what speaks against it', () => {
    const rules = new SectionRules(['lock'], files, { ...withoutRules, name: 3, worth: true });
    const section = scoredSection(
      rules,
      [
        [0, 'x'],
        [1, 'x'],
        [2, 'x'],
      ],
      [1, 1, 1],
    );
    rules.apply([section], noSignatures);
    const [lock, door, test] = section.scores[0]!;
    const shares = rules.shareBesideAttention(0);
    expect(lock! * shares.get(0)!).toBeCloseTo(Math.sqrt(4));
    expect([door, shares.get(1)]).toEqual([1, 1]);
    const named = test! / 0.3;
    expect(test! * shares.get(2)!).toBeCloseTo(0.3 * Math.sqrt(named));
  });

  it('puts a definition and a file of its name behind where uses are sought', () => {
    const groups = [
      [0, 'export function openLock() {', '  lock();'],
      [1, 'openLock();'],
    ] as const;
    const weights = { ...withoutRules, definition: 1.5, definitionOfUsed: 0.25, name: 1 };
    const name = { text: 'openLock', weight: 1, isWhole: true };
    const sought = applied([name], groups, [1, 1, 1], weights);
    expect(sought[0]).toBeGreaterThan(sought[2]!);
    expect(applied([{ ...name, isUsed: true }], groups, [1, 1, 1], weights)).toEqual([0.25, 0.25, 1]);
  });
});
