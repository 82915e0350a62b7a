/** Questions that are taken apart, and such as cannot be asked, through the built command. */
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { infiniask } from './command.ts';
import type { Printed } from './command.ts';
import { longQuestions } from './longQuestions.ts';

const temporary = temporaryFolders();

describe('a long or pasted question', () => {
  it.each(longQuestions)(
    'finds what answers $name among the first three',
    async ({ question, files, answer }) => {
      const folder = temporary(files);
      const { code, stdout, stderr } = await infiniask([
        '--json',
        '--writer',
        'none',
        '--',
        question,
        folder,
      ]);
      expect(code, stderr).toBe(0);
      const { evidence, used } = JSON.parse(stdout) as Printed & { readonly used: { readonly text: string } };
      const { path, line } = answer;
      const rank = evidence.findIndex((of) => of.path === path && of.startLine <= line && of.endLine >= line);
      expect([0, 1, 2]).toContain(rank);
      expect(used.text.length).toBeLessThan(question.length);
    },
  );

  it('says what it was searched by', async () => {
    const { question, files } = longQuestions[0]!;
    const { stdout } = await infiniask(['--writer', 'none', '--', question, temporary(files)]);
    expect(stdout).toMatch(
      /The question is long \(\d+ characters\); searched by: .*Please tell me where in the code/,
    );
  });
});

it('refuses a question without a word kindly', async () => {
  const { code, stderr } = await infiniask(['?', temporary({ 'a.txt': 'A line.\n' })]);
  expect(code).toBe(2);
  expect(stderr).toContain('The question has no word in it. Type what you want to know, in words.');
});
