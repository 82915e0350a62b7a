/**
 * The two real models against PyTorch with the same weights (`oracle/`): next tokens, hidden states and attention from the
 * question to the text. Skipped, and said so, where the models are not installed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModelFiles, ModelRuntime, openUserModel, Tokeniser } from '../../src/model/index.ts';
import type { Head, UserModel } from '../../src/model/index.ts';
import { realModel } from './realModels.ts';

interface Oracle {
  readonly prompts: Readonly<
    Record<
      string,
      {
        readonly text: string;
        readonly question: string;
        readonly ids: readonly number[];
        readonly textStart: number;
        readonly textEnd: number;
        /** The first and the last of the question's tokens. */
        readonly questionRows: readonly [number, number];
        /** The likeliest with their log-probabilities. */
        readonly nextToken: readonly (readonly [id: number, logProbability: number])[];
        /** By layer and head, mean over the question's tokens, of every token up to the end of the text. */
        readonly attention: Readonly<Record<string, readonly (readonly number[])[]>>;
      }
    >
  >;
}

/** Of a probability: the states of a window are kept in half precision. */
const ATTENTION = 1e-3;
const NATS = 5e-3;

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-oracle-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(['smollm2-135m', 'gemma-3-270m'] as const)('%s', (id) => {
  const file = realModel(id);
  const oracle = JSON.parse(readFileSync(join(import.meta.dirname, `oracle/${id}.json`), 'utf8')) as Oracle;
  const prompts = Object.entries(oracle.prompts);
  const layers = Object.keys(prompts[0]![1].attention).map(Number);

  describe.skipIf(file === undefined)('as PyTorch computes it', { timeout: 120_000 }, () => {
    let model: UserModel;
    let runtime: ModelRuntime;
    let heads: Head[];
    let tokeniser: Tokeniser;

    beforeAll(async () => {
      model = await openUserModel(file!);
      heads = layers.flatMap((layer) =>
        Array.from({ length: model.config.heads }, (_, head) => ({ layer, head })),
      );
      for (const [name, content] of buildModelFiles(model.config, model.weights, heads))
        await writeFile(join(scratch, name), content);
      const { tokenizer, config } = await model.tokeniser();
      tokeniser = new Tokeniser(tokenizer, config);
      const depth = Math.max(...layers);
      runtime = await ModelRuntime.open({ folder: scratch, config: model.config, depth });
    }, 120_000);
    afterAll(() => runtime.dispose());

    it.each(prompts)('tokenises %s', (_, { text, ids, textStart, textEnd }) => {
      if (text === '') return;
      expect([...tokeniser.encode(text)]).toEqual(ids.slice(textStart, textEnd));
    });

    it.each(prompts)('expects the same next tokens after %s', async (_, { ids, nextToken }) => {
      const { logits } = await runtime.write(Int32Array.from(ids));
      const largest = logits.reduce((most, logit) => Math.max(most, logit));
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
      for (const [token, expected] of nextToken)
        expect(Math.abs(logits[token]! - largest - Math.log(total) - expected)).toBeLessThan(NATS);
      expect(logits.indexOf(largest)).toBe(nextToken[0]![0]);
    });

    it.each(prompts)(
      'looks at the same tokens of %s',
      async (_, { ids, textEnd, questionRows, attention }) => {
        const [from, last] = questionRows;
        const window = await runtime.pack(Int32Array.from(ids.slice(0, from)));
        const question = Int32Array.from(ids.slice(from, last + 1));
        const { data, tokens } = await runtime.score([window], {
          ids: question,
          offsets: question.map((_id, i) => i),
          groups: new Int32Array(question.length),
          rowWeights: new Float32Array(question.length).fill(1 / question.length),
          rows: 1,
        });
        let compared = 0;
        heads.forEach(({ layer, head }, h) => {
          const expected = attention[layer]?.[head] ?? [];
          expected.slice(0, textEnd).forEach((value, token) => {
            expect(Math.abs(data[h * tokens + token]! - value)).toBeLessThan(ATTENTION);
            compared++;
          });
        });
        expect(compared).toBeGreaterThan(textEnd);
      },
    );
  });
});
