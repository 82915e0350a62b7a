/** The tokens of the real models, from their GGUF files' own vocabularies, against llama.cpp's. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LlamaCpp, llamaCppInstalled } from '../../bench/lib/llamaCpp.ts';
import { randomOf } from '../../src/calibration/random.ts';
import { openUserModel, Tokeniser } from '../../src/model/index.ts';
import { realModel } from './realModels.ts';
import type { RealModel } from './realModels.ts';

const root = join(import.meta.dirname, '../..');
const LINES = 10_000;
const OF_A_KIND = LINES / 4;

/** Lines of the files that are not blank, every so many-th, so that a file's beginning does not stand for it. */
function linesOf(files: readonly string[]): string[] {
  const lines = files.flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'));
  const said = lines.filter((line) => line.trim() !== '');
  return Array.from({ length: OF_A_KIND }, (_, i) => said[Math.floor((i * said.length) / OF_A_KIND)]!);
}

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));

/** First and last code point of scripts, signs and controls that tokenisers treat in ways of their own. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x300, 0x32f],
  [0x370, 0x4ff],
  [0x5d0, 0x5ea],
  [0x600, 0x6ff],
  [0x900, 0x97f],
  [0xe01, 0xe3a],
  [0x2000, 0x206f],
  [0x3040, 0x30ff],
  [0x4e00, 0x4eff],
  [0xac00, 0xacff],
  [0xff10, 0xff5e],
  [0x1d400, 0x1d4ff],
  [0x1f300, 0x1f64f],
] as const;

function oddLines(): string[] {
  const random = randomOf(7);
  return Array.from({ length: OF_A_KIND }, () =>
    Array.from({ length: 1 + random.below(40) }, () => {
      if (random.below(4) === 0) return random.pick(Array.from(' \n\t  ab1.'));
      const [first, last] = random.pick(RANGES);
      return String.fromCodePoint(first + random.below(last - first + 1));
    }).join(''),
  );
}

const lines = [
  ...linesOf(filesIn('node_modules/typescript/lib', /^lib\.(?:dom|es).*\.d\.ts$/)),
  ...linesOf(['README.md', 'ARCHITECTURE.md', ...filesIn('docs', /\.md$/)]),
  ...linesOf(['src/calibration/proseChinese.ts', 'l10n/bundle.l10n.zh-cn.json', 'package.nls.zh-cn.json']),
  ...oddLines(),
];

const models: readonly RealModel[] = ['smollm2-135m', 'gemma-3-270m'];

describe.skipIf(!llamaCppInstalled())(
  'tokens of 10,000 lines of code, prose, Chinese and odd characters',
  () => {
    it.each(models)('are those of llama.cpp: %s', { timeout: 300_000 }, async (name) => {
      const file = realModel(name);
      if (file === undefined) return;
      const { tokenizer, config } = await (await openUserModel(file)).tokeniser();
      const tokeniser = new Tokeniser(tokenizer, config);
      const llama = await LlamaCpp.open(file, { threads: 1, contextTokens: 256, flashAttention: false });
      try {
        expect(lines).toHaveLength(LINES);
        const other = lines.filter((line) => {
          const ours = tokeniser.encode(line);
          const theirs = llama.tokenize(line);
          return ours.length !== theirs.length || theirs.some((id, i) => id !== ours[i]);
        });
        expect(other).toEqual([]);
      } finally {
        await llama.dispose();
      }
    });
  },
);
