/** Whatever stands in ignore files, the walk ends and loses nothing: what is there is read or named as skipped. */
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { survey } from '../../src/corpus/index.ts';
import { holds, PATIENT } from './setting.ts';

const paths = [
  'a.ts',
  'notes.md',
  'sub/b.ts',
  'sub/deep/c.ts',
  'sub/deep/[x].ts',
  'sub/deep/a/a/a/a/aaaaaaaa.txt',
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-rules-'));
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), 'The door is blue.\n');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pieces = fc.constantFrom(
  ...[
    '*',
    '**',
    '***',
    '**/',
    '/**',
    '/',
    '//',
    '?',
    '[',
    ']',
    '[!',
    '[^',
    '[a-',
    '[z-a]',
    '[]',
    '[]]',
    '[[:alpha:]]',
    '[[:',
  ],
  ...[
    '\\',
    '\\\\',
    '!',
    '!!',
    '#',
    '\\#',
    '\\!',
    ' ',
    '\\ ',
    '\t',
    '..',
    '../',
    './',
    '.',
    '{a,b}',
    '(',
    ')',
    '(?<',
    '|',
    '+',
    '$',
    '^',
  ],
  ...[
    'a',
    'b.ts',
    'sub',
    'deep',
    '*.ts',
    '*a',
    '\0',
    '\u2028',
    '\ud800',
    '\ufeff',
    '\u5317',
    '[\\',
    '\\]',
    '\r',
  ],
);
const lines = fc.oneof(
  { weight: 4, arbitrary: fc.array(pieces, { minLength: 1, maxLength: 8 }).map((all) => all.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
const rules = fc.array(lines, { minLength: 10, maxLength: 14 }).map((all) => all.join('\n'));

describe('any ignore rules', PATIENT, () => {
  // Ten lines and more each.
  it.each([
    ['.gitignore', 500],
    ['.infiniaskignore', 500],
    ['sub/.gitignore', 200],
  ])('in %s: every file is read or skipped, itself or with a folder above it', async (file, runs) => {
    await holds(rules, runs, async (text) => {
      writeFileSync(join(folder, file), text);
      const { files, skipped } = await survey([folder]);
      const read = new Set(files.map(({ path }) => path));
      for (const path of paths) {
        const isSkipped = skipped.some(
          (other) => path === other.path || (other.path.endsWith('/') && path.startsWith(other.path)),
        );
        expect([path, Number(read.has(path)) + Number(isSkipped)]).toEqual([path, 1]);
      }
    });
    rmSync(join(folder, file));
  });
});
