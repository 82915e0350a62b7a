/** Whatever a file or folder is called, it is found or named as skipped, and shown on one line. */
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatOf, survey } from '../../src/corpus/index.ts';
import { printableJson, printableLine, printableMessage } from '../../src/text/index.ts';
import { holds, PATIENT } from './setting.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-names-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pieces = fc.constantFrom(
  ...[
    '..',
    '.',
    '-',
    '--',
    ' ',
    '\n',
    '\r',
    '\t',
    '\u001b[2J',
    '\u007f',
    '\u202e',
    '\u2028',
    '\u200b',
    '\ufeff',
    '\u00ad',
  ],
  ...[
    '\ud83d\udea8',
    '\u5317\u4eac',
    '\u0301',
    '\\',
    ':',
    '*',
    '?',
    '"',
    "'",
    '$(x)',
    '`',
    '%',
    '#',
    '!',
    '[',
    ']',
    '{',
    '~',
  ],
  ...[
    'con',
    'a',
    'A',
    'src',
    '.git',
    '.gitignore',
    'node_modules',
    '.ts',
    '.md',
    '.ipynb',
    '.min.js',
    '.env',
    '\ufffd',
    '\u{e0041}',
  ],
);
const names = fc
  .oneof(
    fc.array(pieces, { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  )
  .map((name) => name.toWellFormed().replaceAll(/[/\0]/g, '_'))
  .filter((name) => name !== '.' && name !== '..' && Buffer.byteLength(name) <= 255);

/** What a terminal, a line of a list or a reader of one could be misled by. */
const MISLEADING = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

describe('any name', PATIENT, () => {
  it('is shown on one line without what cannot be seen', async () => {
    await holds(names, 10_000, (name) => {
      // A tab is left: it can be seen and ends no line.
      for (const shown of [printableLine(name), printableMessage(name)]) {
        expect(MISLEADING.test(shown.replaceAll('\t', ' '))).toBe(false);
      }
      const json = printableJson(name);
      expect(MISLEADING.test(json)).toBe(false);
      expect(JSON.parse(json)).toBe(name);
      expect(['code', 'prose']).toContain(formatOf(name));
    });
  });

  it.skipIf(process.platform === 'win32')(
    'of a file or a folder is met once by the walk, read or skipped',
    async () => {
      const trees = fc.uniqueArray(fc.tuple(names, fc.boolean()), {
        selector: ([name]) => name.normalize('NFC').toLowerCase(),
        minLength: 20,
        maxLength: 24,
      });
      let run = 0;
      await holds(trees, 50, async (tree) => {
        const root = join(folder, String(run++));
        mkdirSync(root);
        for (const [name, isFolder] of tree) {
          const path = join(root, name);
          if (isFolder) mkdirSync(path);
          writeFileSync(isFolder ? join(path, 'inside.txt') : path, 'The door is blue.\n');
        }
        const { files, skipped } = await survey([root]);
        const met = [...files, ...skipped].map(({ path }) => path.split('/')[0]!);
        const named = new Set([...met].sort());
        // What rules hide may be told of together, but what is read stands there.
        for (const name of readdirSync(root)) expect(named.has(name)).toBe(true);
        expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
        rmSync(root, { recursive: true });
      });
    },
  );
});
