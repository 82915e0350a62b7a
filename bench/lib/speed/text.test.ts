import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CHARACTERS_PER_TOKEN } from '../prose.ts';
import { fileName, writeText } from './text.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-speed-text-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each([3000, 50_000])('a text of %i tokens', (tokens) => {
  const folder = join(scratch, String(tokens));
  const count = writeText(folder, tokens);
  const texts = readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));

  it('has about a thousand tokens a file, and none too many in all', () => {
    expect(count).toBe(Math.round(tokens / 1048.576));
    expect(readdirSync(folder).sort()).toEqual(Array.from({ length: count }, (_, file) => fileName(file)));
    const characters = texts.join('').length;
    // One paragraph is at most 21 sentences of 21 words; files do not each have one too many.
    expect(characters).toBeGreaterThanOrEqual(tokens * CHARACTERS_PER_TOKEN);
    expect(characters).toBeLessThan(tokens * CHARACTERS_PER_TOKEN + 3300);
  });

  it('has one needle and no paragraph twice', () => {
    expect(texts.join('').split('silver whistle')).toHaveLength(2);
    const paragraphs = texts.flatMap((text) => text.trim().split('\n\n'));
    expect(new Set(paragraphs).size).toBe(paragraphs.length);
  });
});
