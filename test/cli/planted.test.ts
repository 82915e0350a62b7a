/** Sentences and facts of our own, planted in text that is not, are found with file and lines through the command. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { askJson } from './command.ts';
import type { Printed } from './command.ts';
import { copyPackage, needles, plant, prose } from './planted.ts';
import type { Planted } from './planted.ts';

const temporary = temporaryFolders();
/** One reading of 100,000 tokens, on slow cores that are shared. */
const READING_MS = 400_000;

/** Rank of the evidence that shows the planted line, 1 for the first; 0 when none does. */
function rankOf({ evidence }: Printed, { path, line }: Planted): number {
  return (
    evidence.findIndex((item) => item.path === path && item.startLine <= line && item.endLine >= line) + 1
  );
}

describe('a sentence in about 100,000 tokens of prose', () => {
  const folder = temporary();
  let places: Planted[];
  beforeAll(() => {
    places = plant(folder, prose(), needles);
  });

  const cases = needles.map((needle, index) => ({ ...needle, index }));
  it.each(cases)(
    'at $depth %, asked for literally, is the first evidence',
    { timeout: READING_MS },
    async ({ index, literal, sentence }) => {
      const printed = await askJson(literal, folder, '--writer', 'none', '--wait');
      expect(printed.coverage.tokens).toBeGreaterThan(80_000);
      expect(printed.coverage.complete).toBe(true);
      expect(rankOf(printed, places[index]!)).toBe(1);
      const [first] = printed.evidence;
      expect(first!.text).toContain(sentence);
      // A span of lines, not half the file.
      expect(first!.endLine - first!.startLine).toBeLessThan(12);
    },
  );

  it.each(cases)(
    'at $depth %, asked for in other words, is among the first three',
    { timeout: READING_MS },
    async ({ index, paraphrased }) => {
      const rank = rankOf(await askJson(paraphrased, folder, '--writer', 'none'), places[index]!);
      expect([1, 2, 3]).toContain(rank);
    },
  );
});

describe('a fact in a tree of code', () => {
  const facts = [
    {
      path: 'cli-progress/lib/eta.js',
      line: 5,
      code: 'const LONGEST_RETRY_AFTER_SECONDS = 4711; // the longest wait that a server may ask for',
      question: 'What is the longest wait in seconds that a server may ask for with Retry-After?',
    },
    {
      path: 'ignore/index.js',
      line: 100,
      code: 'const convertFathomsToMetres = fathoms => fathoms * 1.8288',
      question: 'Which function converts fathoms to metres?',
    },
  ];
  const folder = temporary();
  beforeAll(() => {
    for (const name of ['cli-progress', 'ignore', 'isbinaryfile']) copyPackage(name, join(folder, name));
    for (const { path, line, code } of facts) {
      const lines = readFileSync(join(folder, path), 'utf8').split('\n');
      lines.splice(line - 1, 0, code);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), lines.join('\n'));
    }
  });

  it.each(facts)('is the first evidence: $question', { timeout: READING_MS }, async (fact) => {
    const printed = await askJson(fact.question, folder, '--writer', 'none', '--wait');
    expect(printed.coverage.files).toBeGreaterThan(10);
    expect(rankOf(printed, fact)).toBe(1);
    expect(printed.evidence[0]!.text).toContain(fact.code);
  });
});
