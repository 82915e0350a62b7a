import { describe, expect, it } from 'vitest';
import type { SkippedFile, SkipReason } from '../contract/index.ts';
import { describeSkipped, isGap, notRead } from './skipped.ts';

const file = (path: string, reason: SkipReason, more: Partial<SkippedFile> = {}): SkippedFile => ({
  root: 0,
  path,
  reason,
  ...more,
});
const one = { roots: [{ path: '/home/u/project' }] };

describe('describeSkipped', () => {
  it('counts by reason, in words', () => {
    const skipped = [file('x', 'binary'), file('x', 'empty'), file('x', 'binary')];
    expect(describeSkipped(skipped)).toBe('2 binary, 1 empty');
    expect(describeSkipped([])).toBe('');
  });
});

describe('isGap', () => {
  it('is text that neither the user nor a rule left out', () => {
    const gaps = [
      ...(['tooLarge', 'unsupported', 'minified', 'unreadable', 'vanished'] as const),
      ...(['scanned', 'encrypted', 'damaged', 'tooSlow', 'tooComplex'] as const),
    ];
    const choices = ['ignored', 'excluded', 'repository', 'outside', 'worktree', 'copy'] as const;
    const noText = ['binary', 'empty', 'special', 'linkLoop'] as const;
    expect(gaps.every((reason) => isGap(file('x', reason)))).toBe(true);
    expect([...choices, ...noText].some((reason) => isGap(file('x', reason)))).toBe(false);
  });
});

describe('notRead', () => {
  const said = (...skipped: SkippedFile[]): string => notRead(skipped, one).join('\n');

  it('names file, limit and way out of what is too large', () => {
    const lines = notRead([file('docs/rules.md', 'tooLarge', { sizeBytes: 5000 })], {
      ...one,
      corpus: { maxFileSizeBytes: 4096 },
    });
    expect(lines).toEqual([
      'docs/rules.md (5 KB): larger than the limit of 4 KB; to read, --max-file-size 5 (setting infiniask.maxFileSizeKB)',
    ]);
  });

  it('names the limit for documents apart from that for texts', () => {
    const text = said(
      file('a.txt', 'tooLarge', { sizeBytes: 3 * 2 ** 20 }),
      file('b.pdf', 'tooLarge', { sizeBytes: 70 * 2 ** 20, isDocument: true }),
    );
    expect(text).toMatch(/^b\.pdf .* limit of 64 MB; to read, --max-document-size 70 /);
    expect(text).toMatch(/\na\.txt .* limit of 2048 KB; to read, --max-file-size 3072 /);
  });

  it('names the lines of a file that is read but for these', () => {
    expect(
      said(file('a.js', 'minified', { lines: [7] }), file('b.js', 'minified', { lines: [1, 9] })),
    ).toMatch(/^a\.js \(only line 7\), b\.js \(only 2 lines\): minified /);
  });

  it('names the kinds of documents, and says what to do', () => {
    const text = said(
      file('a.PDF', 'unsupported'),
      file('b.doc', 'unsupported'),
      file('c.mobi', 'unsupported'),
    );
    expect(text).toMatch(/^a\.PDF, b\.doc, c\.mobi: PDF, Word, others cannot be read yet; convert to text/);
  });

  it('gives the lines for .infiniaskignore and the options', () => {
    expect(said(file('pricing/', 'repository'), file('b [1]/', 'repository'))).toContain(
      'write !/pricing/ and !/b \\[1\\]/ into .infiniaskignore',
    );
    expect(said(file('out/', 'excluded'))).toMatch(/!\/out\/ .*--pass-over .*infiniask\.passOver/);
    expect(said(file('a.log', 'ignored'))).toContain('!/a.log');
    expect(said(file('config', 'outside'))).toMatch(/--follow-links .*infiniask\.followLinks/);
    expect(said(file('b.md', 'copy', { of: { root: 0, path: 'a.md' } }))).toContain('b.md (as a.md)');
  });

  it('is short, what may have the answer first, and says nothing of version control', () => {
    const many = Array.from({ length: 20 }, (_, i) => file(`${i}.log`, 'ignored'));
    const lines = notRead([file('.git/', 'ignored'), ...many, file('a.pdf', 'unsupported')], one);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^a\.pdf/);
    expect(lines[1]).toMatch(/^0\.log, 1\.log, 2\.log and 17 more: /);
    expect(notRead([file('.git/', 'ignored')], one)).toEqual([]);
  });

  it('tells roots apart', () => {
    const roots = [{ path: '/home/u/project' }, { path: 'C:\\u\\other' }];
    expect(notRead([{ ...file('a.png', 'binary'), root: 1 }], { roots })).toEqual(['other/a.png: not text']);
    const prefixed = [{ path: '/home/u/project/lib', prefix: 'lib/' }];
    expect(notRead([file('a.png', 'binary')], { roots: prefixed })).toEqual(['lib/a.png: not text']);
  });
});
