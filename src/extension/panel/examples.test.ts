import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { untranslated } from '../../messages/index.ts';
import { exampleQuestions, someFiles } from './examples.ts';

describe('exampleQuestions', () => {
  it('asks about telling names', () => {
    const files = [
      'README.md',
      'package.json',
      'src/index.ts',
      'src/loans.ts',
      'src/fines.ts',
      'test/fines.test.ts',
      'docs/rules.md',
    ];
    expect(exampleQuestions(untranslated, files)).toEqual([
      'What does src/fines.ts do?',
      'Where is loans used?',
      'What does docs/rules.md explain?',
    ]);
  });

  it('asks what it can', () => {
    expect(exampleQuestions(untranslated, ['README.md', 'index.js'])).toEqual([
      'What does index.js do?',
      'What does README.md explain?',
    ]);
    expect(exampleQuestions(untranslated, ['logo.png'])).toEqual([]);
  });
});

describe('someFiles', () => {
  it('looks at a few levels and passes over what is not the user’s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'infiniask-examples-'));
    try {
      const paths = [
        'a.ts',
        'src/b.ts',
        'src/deep/c.ts',
        'src/deep/er/d.ts',
        'node_modules/x/i.js',
        '.git/config',
      ];
      for (const path of paths) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), '');
      }
      expect(await someFiles({ path: folder, name: 'f', isFile: false })).toEqual([
        'a.ts',
        'src/b.ts',
        'src/deep/c.ts',
      ]);
      expect(await someFiles({ path: join(folder, 'gone'), name: 'g', isFile: false })).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
