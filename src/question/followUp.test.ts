import { describe, expect, it } from 'vitest';
import type { Evidence, QuestionBefore } from '../contract/index.ts';
import { followUpOf, followUpWeights } from './followUp.ts';

function piece(path: string, text: string, more: Partial<Evidence> = {}): Evidence {
  const endLine = 10 + text.split('\n').length - 1;
  return {
    root: 0,
    path,
    startLine: 10,
    endLine,
    place: { kind: 'lines', startLine: 10, endLine },
    score: 1,
    text,
    ...more,
  };
}

const keepOpen = piece(
  'lock.py',
  'def keep_open(door):\n    """Keeps a door open."""\n    if not door:\n        raise DoorError',
  {
    bestLine: 11,
  },
);
const second = piece('door.js', '/** Opens. */\nfunction openDoor(door) {', { bestLine: 10 });
const before: QuestionBefore = { question: 'How is a door kept open?', evidence: [keepOpen, second] };

describe('followUpOf', () => {
  it('takes over the names of what was found, and the words of the question before', () => {
    const { carried } = followUpOf('and where is it called?', before)!;
    expect(carried).toEqual({
      from: 'How is a door kept open?',
      names: ['keep_open', 'openDoor'],
      words: ['door', 'kept', 'open'],
      text: 'and where is keep_open called?',
    });
  });

  it('counts what was found first most, and what is carried over no more than the question itself', () => {
    const { keywords } = followUpOf('And its timeout?', before)!;
    const weightOf = (text: string) => keywords.find((part) => part.text === text)!.weight;
    expect(weightOf('timeout')).toBe(1);
    expect(weightOf('keep_open')).toBe(followUpWeights.name);
    expect(weightOf('openDoor')).toBeCloseTo(followUpWeights.name * followUpWeights.furtherName);
    expect(weightOf('door kept open')).toBe(followUpWeights.word);
    expect(Math.max(...keywords.map(({ weight }) => weight))).toBe(1);
  });

  it('does not search by words that say how is asked', () => {
    expect(followUpOf('and where is it called?', before)!.keywords[0]).toEqual({ text: '', weight: 1 });
  });

  it('seeks uses where these are asked for, and answers in the same place where they may be', () => {
    const uses = followUpOf('Which tests cover it?', before)!;
    expect(uses.keywords.filter(({ isUsed }) => isUsed).map(({ text }) => text)).toEqual([
      'keep_open',
      'openDoor',
    ]);
    expect(uses.places).toEqual([]);
    const errors = followUpOf('What about errors?', before)!;
    expect(errors.keywords.some(({ isUsed }) => isUsed)).toBe(false);
    expect(errors.places.map(({ path, startLine, endLine }) => [path, startLine, endLine])).toEqual([
      ['lock.py', 10, 13],
      ['door.js', 10, 11],
    ]);
    const [nearest, next] = errors.places;
    expect(nearest!.weight).toBeGreaterThan(next!.weight);
    expect(followUpOf('And where is it defined?', before)!.places).toEqual([]);
  });

  it('means a name of the question before rather than one that was found', () => {
    const named = { ...before, question: 'Where is close_all called?' };
    expect(followUpOf('And its definition?', named)!.carried).toMatchObject({
      names: ['close_all', 'keep_open', 'openDoor'],
      text: "And close_all's definition?",
    });
  });

  it('reads the name of a comment below it, and that of a part of a function from its signature', () => {
    const part = piece('a.go', '\tif x {\n\t\treturn 1\n\t}', {
      bestLine: 11,
      signature: {
        line: 2,
        place: { kind: 'lines', startLine: 2, endLine: 2 },
        text: 'func (c *Command) Find(args []string) error {',
      },
    });
    const names = followUpOf('Who calls it?', { question: 'How is it found?', evidence: [second, part] })!;
    expect(names.carried.names).toEqual(['openDoor', 'Find']);
  });

  it('takes over words alone where nothing has a name', () => {
    const essay = piece('essay.md', 'The door of the library was painted blue.');
    const told = followUpOf('And who painted it?', {
      question: 'Which colour has the door?',
      evidence: [essay],
    })!;
    expect(told.carried).toMatchObject({ names: [], words: ['colour', 'door'] });
    expect(told.carried.text).toBe('And who painted it? (colour door)');
    expect(told.keywords[1]).toEqual({ text: 'colour door', weight: followUpWeights.wordAlone });
  });

  it('takes over only the words where the question names something of its own', () => {
    expect(followUpOf('And what about close_all?', before)!.carried).toMatchObject({
      names: [],
      words: ['door', 'kept', 'open'],
      text: 'And what about close_all? (door kept open)',
    });
  });

  it('goes on along a conversation', () => {
    const carried = followUpOf('and where is it called?', before)!.carried;
    const third = followUpOf('And what about errors?', {
      question: 'and where is it called?',
      carried,
      evidence: [],
    })!;
    expect(third.carried).toMatchObject({
      names: ['keep_open', 'openDoor'],
      words: ['door', 'kept', 'open'],
    });
  });

  it('leaves a question alone that stands by itself, has none before it or nothing to take over', () => {
    expect(followUpOf('How is a lock made?', before)).toBeUndefined();
    expect(followUpOf('and where is it called?', undefined)).toBeUndefined();
    expect(followUpOf('and where is it called?', { question: 'Why?', evidence: [] })).toBeUndefined();
  });

  it('takes over no word that is too long for one', () => {
    const long = 'x_'.repeat(500);
    const found = piece('a.py', `def ${long}(a):`);
    const told = followUpOf('Who calls it?', { question: `Where is ${long}?`, evidence: [found] });
    expect(told).toBeUndefined();
  });
});
