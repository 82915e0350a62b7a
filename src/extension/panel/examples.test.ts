import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { untranslated } from '../../messages/index.ts';
import { definitionsIn, headingsIn } from './exampleNames.ts';
import { exampleQuestions, sampleOf, someFiles } from './examples.ts';
import type { SampledFile } from './examples.ts';

const file = (path: string, ...lines: string[]): SampledFile => ({ path, text: lines.join('\n') });
const ask = (...files: SampledFile[]): string[] => exampleQuestions(untranslated, files);

describe('exampleQuestions', () => {
  it('asks about what is defined here and used elsewhere, and about what is explained at length', () => {
    const files = [
      file(
        'src/loans.ts',
        'export function isOverdue(loan: Loan) {',
        'export class LoanBook {',
        'function addOne() {',
      ),
      file(
        'src/fines.ts',
        'import { LoanBook, isOverdue } from "./loans";',
        'const fineOf = (x) => isOverdue(x);',
      ),
      file('src/desk.ts', 'new LoanBook().lend(isOverdue);'),
      file('test/loans.test.ts', 'function everyTestUsesThis() {', 'LoanBook'),
      file(
        'README.md',
        '# Library',
        '## Usage',
        'x',
        '## Books that come **late**',
        'Much is said here.',
        '',
        'Truly.',
      ),
    ];
    expect(ask(...files)).toEqual([
      'How does isOverdue work?',
      'Where is LoanBook used, and what for?',
      'What do the documents say about “Books that come late”?',
    ]);
  });

  it('takes a heading that asks as it is', () => {
    expect(ask(file('README.md', '## How long may a book be kept?', 'Long.'))).toEqual([
      'How long may a book be kept?',
    ]);
  });

  it('names a file where no name in it says anything', () => {
    expect(ask(file('index.js', 'run()'), file('loans.js', 'go()'))).toEqual(['What does loans.js do?']);
    expect(ask(file('logo.png'))).toEqual([]);
  });

  it('leaves out what several files define', () => {
    const twice = ['a.go', 'b.go'].map((path) => file(path, 'func openStore() {'));
    expect(ask(...twice)).toEqual(['What does a.go do?']);
  });
});

describe('definitionsIn', () => {
  it.each([
    ['pub(crate) async fn read_window(', 'read_window'],
    ['    public static class WindowReader {', 'WindowReader'],
    ['func (s *Store) FlushAll() error {', 'FlushAll'],
    ['app.handleRequest = function handle(req) {', 'handleRequest'],
    ['  def keep_window(self):', 'keep_window'],
    ['int uv_loop_close(uv_loop_t* loop) {', 'uv_loop_close'],
    ['readWindow :: Text -> IO Window', 'readWindow'],
    ['type WindowStore struct {', 'WindowStore'],
  ])('finds the name in %s', (line, name) =>
    expect(definitionsIn(line).map((one) => one.name)).toEqual([name]),
  );

  it('passes over names that say nothing by themselves', () => {
    expect(
      definitionsIn('function toString() {\nclass Reader {\ndef _keep_window():\nfunction run() {'),
    ).toEqual([]);
  });
});

describe('headingsIn', () => {
  it('measures sections, and passes over titles, fences and what every document has', () => {
    const text =
      '# Title of it\n## [Custom types](#x) of windows\nabc\n```\n## not a heading\n```\n## Installation\n## API v2\n';
    const [only, ...others] = headingsIn(text);
    expect(only!.text).toBe('Custom types of windows');
    expect(only!.length).toBe(text.indexOf('## Installation') - text.indexOf('## ['));
    expect(others).toEqual([]);
  });

  it('takes the marks off that close a heading', () => {
    expect(headingsIn('## Custom types ##\n### In C#\n').map(({ text }) => text)).toEqual(['Custom types']);
  });

  it('looks at no more of a line than people write', () => {
    // It would take days to look through these.
    expect(headingsIn(`## a${' '.repeat(60_000)}b`)).toEqual([]);
    expect(definitionsIn('\n'.repeat(60_000))).toEqual([]);
    expect(definitionsIn('alpha beta\n'.repeat(6000))).toEqual([]);
  });
});

describe('someFiles', () => {
  it('looks into some and passes over what is not the user’s', async () => {
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
        'src/deep/er/d.ts',
      ]);
      await writeFile(join(folder, 'README.md'), '## Rules');
      await writeFile(join(folder, 'LICENSE.md'), '## Rules');
      const sample = await sampleOf({ path: folder, name: 'f', isFile: false });
      expect(sample.map(({ path }) => path)).toEqual([
        'a.ts',
        'src/b.ts',
        'src/deep/c.ts',
        'src/deep/er/d.ts',
        'README.md',
      ]);
      expect(sample.at(-1)!.text).toBe('## Rules');
      const one = { path: join(folder, 'README.md'), name: 'README.md', isFile: true };
      expect(await sampleOf(one)).toEqual([{ path: 'README.md', text: '## Rules' }]);
      expect(await someFiles({ path: join(folder, 'gone'), name: 'g', isFile: false })).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
