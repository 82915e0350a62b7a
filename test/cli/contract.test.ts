/** What the command prints and how it ends. */
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { infiniask, npmStart } from './command.ts';
import type { Ended, Printed } from './command.ts';
import { prose } from './planted.ts';

const temporary = temporaryFolders();
const library = temporary({
  'README.md': '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
  'src/deep er/loans.ts':
    '/** Days a book may be kept. */\nexport const LOAN_DAYS = 28;\r\n\n' +
    'export function isOverdue(daysKept: number): boolean {\n  return daysKept > LOAN_DAYS;\n}\n',
  'media/logo.png': new Uint8Array(40),
  'node_modules/other/index.js': 'export const archive = "key";\n',
});

const keysOf = (value: object): string[] => Object.keys(value);

/** Every field of the contract, its type and nothing beside it. */
function checkContract(printed: Printed): void {
  const parts = ['question', 'strategy', 'model', 'finding', 'answer', 'evidence', 'coverage', 'timing'];
  // Of a question whose first answer came before its last these two stand between.
  const steps = ['first', 'revision'];
  expect(keysOf(printed).filter((part) => !steps.includes(part))).toEqual(parts);
  expect(printed).toMatchObject({ strategy: 'heads+lexical', model: 'minimind2-small' });
  expect(printed.question).toBeTypeOf('string');

  const { answer, evidence, coverage, timing } = printed;
  expect(keysOf(answer)).toEqual(['text', 'writer', 'citations']);
  expect([typeof answer.text, typeof answer.writer]).toEqual(['string', 'string']);
  for (const citation of answer.citations) {
    expect(keysOf(citation)).toEqual(['marker', 'evidence']);
    expect(citation.marker).toBe(`[${citation.evidence + 1}]`);
    expect(answer.text).toContain(citation.marker);
    expect(evidence[citation.evidence]).toBeDefined();
  }

  for (const item of evidence) {
    const { signature, cuts, otherPlaces, reasons, ...always } = item;
    const fields = [
      'path',
      'startLine',
      'endLine',
      'place',
      'score',
      'bestLine',
      'bestColumn',
      'text',
      'lineScores',
      'parts',
    ];
    expect(keysOf(always)).toEqual(fields);
    expect(keysOf(item.parts)).toEqual(['attention', 'keywords']);
    for (const reason of reasons ?? []) expect(keysOf(reason)).toEqual(['rule', 'factor']);
    for (const cut of cuts ?? []) expect(keysOf(cut)).toEqual(['line', 'columns']);
    for (const other of otherPlaces ?? [])
      expect(keysOf(other)).toEqual(['path', 'startLine', 'endLine', 'place']);
    const { startLine, endLine } = item;
    expect(item.place).toEqual({ kind: 'lines', startLine, endLine });
    if ('signature' in item) {
      expect(keysOf(signature!)).toEqual(['line', 'place', 'text']);
      expect(signature!.line >= 1 && signature!.line < item.startLine).toBe(true);
      expect(signature!.text.trim()).not.toBe('');
    }
    expect(item.path).not.toMatch(/\\|^\/|^\.\.?\//);
    expect(Number.isInteger(item.startLine) && item.startLine >= 1).toBe(true);
    expect(Number.isInteger(item.endLine) && item.endLine >= item.startLine).toBe(true);
    expect(item.score).toBeGreaterThan(0);
    expect(item.text.trim()).not.toBe('');
    expect(item.text.split('\n')).toHaveLength(item.endLine - item.startLine + 1);
    expect(item.lineScores).toHaveLength(item.endLine - item.startLine + 1);
    expect(Math.max(...item.lineScores)).toBe(item.score);
    expect(item.bestLine >= item.startLine && item.bestLine <= item.endLine).toBe(true);
    expect(Number.isInteger(item.bestColumn) && item.bestColumn >= 1).toBe(true);
  }
  const scores = evidence.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));

  expect(keysOf(coverage)).toEqual(['files', 'tokens', 'windows', 'remembered', 'complete', 'skipped']);
  for (const field of ['files', 'tokens', 'windows', 'remembered'] as const) {
    expect(Number.isInteger(coverage[field]) && coverage[field] >= 0).toBe(true);
  }
  expect(coverage.complete).toBeTypeOf('boolean');
  for (const item of coverage.skipped) {
    expect(keysOf(item).filter((key) => !['sizeBytes', 'of'].includes(key))).toEqual(['path', 'reason']);
    expect([typeof item.path, typeof item.reason]).toEqual(['string', 'string']);
  }

  expect(keysOf(timing)).toEqual([
    'firstEvidenceMs',
    'bestEvidenceMs',
    'firstAnswerMs',
    'totalMs',
    'tokensPerSecond',
  ]);
  if (answer.text === '') expect(timing.firstAnswerMs).toBeNull();
  else expect(timing.firstAnswerMs).toBeLessThanOrEqual(timing.totalMs);
  expect(timing.totalMs).toBeGreaterThan(0);
  expect(timing.tokensPerSecond).toBeGreaterThanOrEqual(0);
  if (evidence.length === 0) expect(timing.firstEvidenceMs).toBeNull();
  else expect(timing.firstEvidenceMs).toBeLessThanOrEqual(timing.bestEvidenceMs!);
  if (timing.bestEvidenceMs !== null) expect(timing.bestEvidenceMs).toBeLessThanOrEqual(timing.totalMs);
}

/** Exactly one JSON object and a line end. */
function parse({ stdout }: Ended): Printed {
  expect(stdout.endsWith('}\n')).toBe(true);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout) as Printed;
}

describe('--json', () => {
  it(
    'through `npm start`: one object on standard output, progress on standard error',
    { timeout: 300_000 },
    async () => {
      const ended = await npmStart(['--json', 'Where does the archive key hang?', library]);
      expect(ended.code, ended.stderr).toBe(0);
      const printed = parse(ended);
      checkContract(printed);
      expect(printed.question).toBe('Where does the archive key hang?');
      expect(printed.evidence[0]).toMatchObject({ path: 'README.md', endLine: 4 });
      expect(printed.evidence[0]!.text).toContain('The archive key hangs behind the blue door.');
      expect(printed.answer.writer).toBe('minimind2-small');
      expect(printed.coverage).toMatchObject({ files: 2, complete: true });
      expect(printed.coverage.skipped).toContainEqual({ path: 'media/logo.png', reason: 'binary' });
      expect(ended.stderr).toMatch(/Found 2 files/);
    },
  );

  it('has paths with `/` and lines of the file, whatever its line ends', async () => {
    const printed = parse(await infiniask(['--json', '--writer', 'none', 'What is LOAN_DAYS?', library]));
    checkContract(printed);
    expect(printed.evidence[0]!.path).toBe('src/deep er/loans.ts');
    expect(printed.evidence[0]!.startLine).toBeLessThanOrEqual(2);
    expect(printed.evidence[0]!.endLine).toBeGreaterThanOrEqual(2);
    expect(printed.evidence[0]!.text).toContain('export const LOAN_DAYS = 28;');
    expect(printed.evidence[0]!.text).not.toContain('\r');
    expect(printed.answer).toEqual({ text: '', writer: 'none', citations: [] });
  });

  it('names the function in which the lines stand', async () => {
    const code = [
      'export function isOverdue(daysKept) {',
      ...Array.from({ length: 12 }, (_, i) => `  const step${i} = prepare(${i});`),
      '  return daysKept > ZEBRA_LIMIT;',
      '}',
    ];
    const folder = temporary({ 'loans.js': `${code.join('\n')}\n` });
    const args = ['--json', '--writer', 'none', '--evidence-tokens', '10', 'What is ZEBRA_LIMIT?', folder];
    const printed = parse(await infiniask(args));
    checkContract(printed);
    const [first] = printed.evidence;
    expect(first).toMatchObject({ bestLine: 14, signature: { line: 1, text: code[0] } });
    expect(first!.startLine).toBeGreaterThan(1);
  });

  it('begins paths with the name of their root when several are asked', async () => {
    const notes = temporary({ 'plans/ferry.txt': 'The ferry to Elba leaves at 7:40 from pier three.\n' });
    const args = ['--json', '--writer', 'none', 'When does the ferry leave?', library, `${notes}/plans`];
    const printed = parse(await infiniask(args));
    expect(printed.evidence[0]).toMatchObject({ path: 'plans/ferry.txt', startLine: 1, endLine: 1 });
  });

  it('answers several questions in one reading, each as if it had been asked alone', async () => {
    const asked = ['Where does the archive key hang?', 'What is LOAN_DAYS?', 'When does the room open?'];
    const args = ['--json', '--no-cache', '--writer', 'none'];
    const [first, ...others] = asked;
    const also = others.flatMap((question) => ['--also', question]);
    const { code, stdout, stderr } = await infiniask([...args, ...also, first!, library]);
    expect(code, stderr).toBe(0);
    const { results } = JSON.parse(stdout) as { results: Printed[] };
    expect(results.map(({ question }) => question)).toEqual(asked);
    for (const result of results) {
      checkContract(result);
      const alone = parse(await infiniask([...args, result.question, library]));
      const places = ({ evidence }: Printed) => evidence.map(({ path, startLine }) => `${path}:${startLine}`);
      expect(places(result)).toEqual(places(alone));
      for (const [i, { score }] of result.evidence.entries())
        expect(score).toBeCloseTo(alone.evidence[i]!.score, 4);
      // Each window is read once, for all of them: nothing was known when the next one's turn came.
      expect(result.coverage).toEqual(alone.coverage);
      expect(result.coverage.remembered).toBe(0);
    }
  });

  it('tells a failure as an object with its id, and exits with 1', async () => {
    const ended = await infiniask(['--json', 'Who?', temporary()]);
    expect(ended.code).toBe(1);
    const failure = JSON.parse(ended.stdout) as { error: { id: string; message: string } };
    expect(failure.error.id).toBe('nothingToRead');
    expect(ended.stderr).toContain(failure.error.message);
  });
});

describe('the text', () => {
  it('shows the evidence before the answer, names the writer and says what was read', async () => {
    const { code, stdout } = await infiniask(['Where does the archive key hang?', library]);
    expect(code).toBe(0);
    const parts = [
      'Evidence, best first:',
      'README.md:',
      'The archive key hangs behind the blue door.',
      'Answer, written by minimind2-small',
      'Read 2 files',
    ];
    const places = parts.map((part) => stdout.indexOf(part));
    expect(Math.min(...places), stdout).toBeGreaterThanOrEqual(0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(stdout).toMatch(/^\[1\] README\.md:\d+-4 {2}score \d\.\d{3}$/m);
  });

  it('says how much was not read when it was to be quick', async () => {
    const folder = temporary({
      ...Object.fromEntries(prose(60_000)),
      'key.txt': 'The archive key hangs behind the blue door.\n',
    });
    const question = 'Where does the archive key hang?';
    const { code, stdout } = await infiniask(['--fast', '--writer', 'none', question, folder]);
    expect(code).toBe(0);
    expect(stdout).toContain('key.txt:1');
    expect(stdout).toMatch(/Only the most promising text was read; about \d{4,} tokens were not\./);
    const whole = await infiniask(['--fast', '--json', '--writer', 'none', question, library]);
    expect((JSON.parse(whole.stdout) as Printed).coverage).toMatchObject({ complete: true });
    expect(whole.stdout).not.toContain('unreadTokens');
  });

  it('prints a first answer from part of a long text, and then what became of it', async () => {
    const folder = temporary({
      ...Object.fromEntries(prose(100_000)),
      'key.txt': 'The archive key hangs behind the blue door.\n',
    });
    const question = 'Where does the archive key hang?';
    const { code, stdout } = await infiniask(['--no-cache', question, folder]);
    expect(code).toBe(0);
    const [, evidence, rest] = stdout.split(/most promising \d+ % of the text|This is the first answer/);
    expect(evidence).toContain('[1] key.txt:1');
    expect(evidence).toMatch(/^Answer, /m);
    expect(rest).toMatch(
      /the answer above stands|changed nothing|The answer is revised|evidence has changed/,
    );
    expect(rest).toMatch(/^Read \d+ files, \d+ tokens/m);
    const both = await infiniask(['--no-cache', '--json', question, folder]);
    const { first, revision } = JSON.parse(both.stdout) as Record<'first' | 'revision', object>;
    expect(keysOf(first)).toEqual(['finding', 'answer', 'evidence', 'tokens', 'tokensTotal']);
    expect(keysOf(revision)).toEqual(['answer', 'best', 'added', 'removed']);
  });

  it('has a heading for each of several questions', async () => {
    const asked = ['Where does the archive key hang?', 'What is LOAN_DAYS?'];
    const { code, stdout } = await infiniask(['--writer', 'none', asked[0]!, library, '--also', asked[1]!]);
    expect(code).toBe(0);
    const [before, first, second] = stdout.split(/^# .*\n/m);
    expect(before?.trim()).toBe('');
    expect(stdout.match(/^# .*$/gm)).toEqual(asked.map((question) => `# ${question}`));
    expect(first).toContain('[1] README.md:');
    expect(second).toContain('[1] src/deep er/loans.ts:');
  });
});

describe('the exit code', () => {
  it.each([
    ['no question', []],
    ['an option that does not exist', ['--jsom', 'Who?']],
    ['a writer that does not exist', ['--writer', 'shakespeare', 'Who?']],
    ['a number that is none', ['--evidence-tokens', 'many', 'Who?']],
    ['an empty question', ['  ', '.']],
    ['an empty further question', ['Who?', '.', '--also', ' ']],
    ['a folder that does not exist', ['Who?', '/does/not/exist']],
  ])('is 2 for %s, with a message and nothing on standard output', async (_, args) => {
    const { code, stdout, stderr } = await infiniask(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().length).toBeGreaterThan(20);
  });

  it('comes with an example when the question is missing', async () => {
    const { stderr } = await infiniask([]);
    expect(stderr).toMatch(/missing required argument 'question'[^]*For example: infiniask "/);
  });

  it('is 0 for --help and --version', async () => {
    expect(await infiniask(['--help'])).toMatchObject({ code: 0, stderr: '' });
    const version = await infiniask(['--version']);
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is 1 for a folder with nothing to read, and says why', async () => {
    const { code, stdout, stderr } = await infiniask(['Who?', temporary({ 'a.png': 'x' })]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('a.png: not text');
  });

  it(
    'is 130 when interrupted; what was found until then is printed as JSON',
    { timeout: 300_000 },
    async () => {
      const folder = temporary(Object.fromEntries(prose()));
      // Once only: pressed again, Ctrl+C ends the command as it ends every other.
      let interrupted = false;
      const ended = await infiniask(['--json', 'What did the founders do?', folder], (said, interrupt) => {
        if (interrupted || !/tokens\/s/.test(said)) return;
        interrupted = true;
        interrupt();
      });
      expect(ended.code).toBe(130);
      const printed = parse(ended);
      checkContract(printed);
      expect(printed.coverage.complete).toBe(false);
      expect(printed.coverage.tokens).toBeGreaterThan(0);
      expect(printed.evidence.length).toBeGreaterThan(0);
      expect(printed.answer.text).toBe('');
    },
  );
});
