import { describe, expect, it } from 'vitest';
import { restoreScope } from './savedScope.ts';

const folder = { path: '/w/src', name: 'src', isFile: false, prefix: 'src/' };
const lines = {
  path: '/w/a.ts',
  name: 'a.ts',
  isFile: true,
  selection: { startLine: 2, endLine: 3, text: 'b\nc' },
};

describe('restoreScope', () => {
  it('takes what was chosen', () => {
    const saved: unknown = JSON.parse(JSON.stringify([folder, lines]));
    expect(restoreScope(saved)).toEqual([folder, lines]);
  });

  it.each([
    [undefined],
    [null],
    ['/w'],
    [{}],
    [[]],
    [['/w']],
    [[folder, { ...folder, path: 1 }]],
    [[{ ...folder, name: undefined }]],
    [[{ ...folder, isFile: 'no' }]],
    [[{ ...folder, prefix: 1 }]],
    [[{ ...lines, selection: null }]],
    [[{ ...lines, selection: { startLine: 2 } }]],
  ])('takes %j for no choice', (saved) => {
    expect(restoreScope(saved)).toBeUndefined();
  });
});
