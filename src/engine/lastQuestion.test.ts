import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskResult, Evidence } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';
import { inRoots, LastQuestions } from './lastQuestion.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infiniask-last-'));
});
afterEach(() => rm(folder, { recursive: true }));

const piece = (path: string, root = 0): Evidence => {
  return { root, path, startLine: 1, endLine: 2, place: linesPlace(1, 2), score: 1, text: 'a\nb' };
};
const carried = { from: 'a?', names: ['x_y'], words: ['b'], text: 'and x_y?' };
const result = (question: string, evidence: readonly Evidence[]): AskResult =>
  ({ question, evidence, carried }) as unknown as AskResult;
const many = Array.from({ length: 9 }, (_, i) => piece(`${i}.ts`));

describe('LastQuestions', () => {
  it('finds the last question of a folder with its leading pieces, also in another process', async () => {
    const questions = new LastQuestions(folder);
    expect(await questions.get('/work')).toBeUndefined();
    await questions.note('/work', result('one?', many), ['/p']);
    await questions.note('/work', result('two?', many), ['/p']);
    await questions.note('/home', result('three?', many), ['/q']);
    const last = await new LastQuestions(folder).get('/work');
    expect(last).toEqual({
      before: { question: 'two?', carried, evidence: many.slice(0, 3) },
      roots: ['/p'],
    });
  });

  it('keeps no question that found nothing, and forgets', async () => {
    const questions = new LastQuestions(folder);
    await questions.note('/work', result('one?', []), ['/p']);
    expect(await questions.get('/work')).toBeUndefined();
    await questions.note('/work', result('two?', many), ['/p']);
    await questions.forget();
    expect(await questions.get('/work')).toBeUndefined();
  });

  it('takes nothing from a file that is not its own', async () => {
    const questions = new LastQuestions(folder);
    await questions.note('/work', result('one?', many), ['/p']);
    const [name] = (await import('node:fs')).readdirSync(folder);
    await writeFile(join(folder, name!), '{"a": 1}');
    expect(await questions.get('/work')).toBeUndefined();
  });
});

describe('inRoots', () => {
  const last = (evidence: readonly Evidence[], roots: readonly string[]) => {
    return { before: { question: 'q', evidence }, roots };
  };
  const places = (found: ReturnType<typeof inRoots>) =>
    found.evidence.map(({ root, path }) => `${root} ${path}`);

  it('counts pieces by the places of the next question', () => {
    const had = last([piece('src/a.ts'), piece('b.ts', 1), piece('c.ts')], ['/p/app', '/p/lib']);
    expect(places(inRoots(had, [{ path: '/p/lib' }, { path: '/p/app' }]))).toEqual([
      '1 src/a.ts',
      '0 b.ts',
      '1 c.ts',
    ]);
    expect(places(inRoots(had, [{ path: '/p/app/src' }]))).toEqual(['0 a.ts']);
    expect(places(inRoots(had, [{ path: '/p' }]))).toEqual(['0 app/src/a.ts', '0 lib/b.ts', '0 app/c.ts']);
    expect(places(inRoots(had, [{ path: '/p/other' }]))).toEqual([]);
  });

  it('knows a place that is a file', () => {
    const had = last([piece('a.ts')], ['/p/app/a.ts']);
    expect(places(inRoots(had, [{ path: '/p/app' }]))).toEqual(['0 a.ts']);
    expect(places(inRoots(had, [{ path: '/p/app/a.ts' }]))).toEqual(['0 a.ts']);
  });
});
