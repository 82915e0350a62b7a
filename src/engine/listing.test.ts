import { describe, expect, it } from 'vitest';
import { asksForAll, clearPlaces, listAnswer } from './listing.ts';
import type { Evidence } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';

describe('asksForAll', () => {
  it.each([
    'List every place where QUEUE_SIZE is read.',
    'list all uses of parse()',
    'Find all callers of open',
    'Please show me all the settings that are deprecated',
    'Where are all routes registered?',
    'Every place where a lock is taken',
    'All usages of the cache',
    '列出读取端口的地方',
    '请帮我找出所有调用 open 的位置',
    '所有使用缓存的函数在哪里？',
  ])('%s', (question) => {
    expect(asksForAll(question)).toBe(true);
  });

  it.each([
    'Where is the list of all users kept?',
    'How does the parser find all tokens?',
    'What happens to every request that fails?',
    'List the steps to deploy.',
    'Show how all of it starts',
    'Which file has the routes?',
    'Is every window read once?',
    '列表在哪里排序？',
    '端口在哪里设置？',
  ])('not: %s', (question) => {
    expect(asksForAll(question)).toBe(false);
  });
});

const piece = (path: string, text: string, lineScores: number[], more: Partial<Evidence> = {}): Evidence => ({
  root: 0,
  path,
  startLine: 10,
  endLine: 9 + lineScores.length,
  place: linesPlace(10, 9 + lineScores.length),
  score: Math.max(...lineScores),
  text,
  lineScores,
  ...more,
});

const rarity = new Map([
  ['queue', 3],
  ['size', 2],
  ['queue_size', 4],
  ['read', 1],
]);
const QUESTION = 'List every place where QUEUE_SIZE is read';

describe('clearPlaces', () => {
  it('are the lines with the rare words, in every file that has them', () => {
    const otherPlaces = [{ root: 0, path: 'copy.py', startLine: 3, endLine: 4, place: linesPlace(3, 4) }];
    const evidence = [
      piece('a.py', 'import os\nsize = env("QUEUE_SIZE")', [0.2, 0.9], { otherPlaces }),
      piece('b.py', 'read(file)', [0.8]),
      piece('c.py', '  n = int(env("QUEUE_SIZE"))  ', [0.3]),
    ];
    expect(clearPlaces(QUESTION, evidence, rarity)).toEqual([
      {
        root: 0,
        path: 'a.py',
        line: 11,
        place: linesPlace(11),
        text: 'size = env("QUEUE_SIZE")',
        evidence: 0,
      },
      {
        root: 0,
        path: 'copy.py',
        line: 4,
        place: linesPlace(4),
        text: 'size = env("QUEUE_SIZE")',
        evidence: 0,
      },
      {
        root: 0,
        path: 'c.py',
        line: 10,
        place: linesPlace(10),
        text: 'n = int(env("QUEUE_SIZE"))',
        evidence: 2,
      },
    ]);
  });

  it('go by their scores where no line has the words', () => {
    const evidence = [
      piece('a.py', 'x = 1\ny = 2', [0.9, 0.1]),
      piece('b.py', 'z = 3', [0.7]),
      piece('c.py', 'u', [0.2]),
    ];
    const found = clearPlaces(QUESTION, evidence, rarity).map(({ path, line }) => `${path}:${line}`);
    expect(found).toEqual(['a.py:10', 'b.py:10']);
  });

  it('are none of nothing', () => {
    expect(clearPlaces(QUESTION, [], rarity)).toEqual([]);
    expect(clearPlaces(QUESTION, [piece('a.py', 'x', [0])], rarity)).toEqual([]);
  });
});

describe('listAnswer', () => {
  it('cites each line, whatever it contains', () => {
    const places = [
      { root: 0, path: 'a.py', line: 1, place: linesPlace(1), text: 'x', evidence: 2 },
      { root: 0, path: 'b.py', line: 5, place: linesPlace(5), text: '``y``', evidence: 2 },
    ];
    const { text, citations, quoted } = listAnswer(places);
    expect(text).toBe('- a.py:1 ` x ` [3]\n- b.py:5 ``` ``y`` ``` [3]');
    expect(citations).toEqual([{ marker: '[3]', starts: [15, 42], evidence: 2 }]);
    for (const at of citations[0]!.starts) expect(text.slice(at, at + 3)).toBe('[3]');
    expect(quoted).toBe(true);
  });
});
