/**
 * What the two real models expect next at 256 places of a text, against llama.cpp with the same file. Skipped, and said so,
 * where one of them is not installed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LlamaCpp, llamaCppInstalled } from '../../bench/lib/llamaCpp.ts';
import { buildModelFiles, ModelRuntime, openUserModel, Tokeniser } from '../../src/model/index.ts';
import { argMax } from '../../src/model/textWriter.ts';
import { realModel } from './realModels.ts';

const POSITIONS = 256;
/** llama.cpp rounds activations to 8 bits, we round nothing: where its two best are closer, either may come out first. */
const TIE_NATS = 0.25;
const TEXT = `The archive of the harbour office was moved twice. In 1931 the ledgers went to the customs house, where damp ruined
the first forty volumes. The rest were carried up to the lighthouse in spring, and the keeper's daughter copied the damaged
pages by hand, one a night, until the summer.

class RetryPolicy:
    """How often a request is made again, and after how long."""

    def __init__(self, limit: int, base_delay: float = 0.5) -> None:
        self.limit = limit
        self.base_delay = base_delay

    def delay_before(self, attempt: int) -> float:
        if attempt >= self.limit:
            raise RetryLimitReached(attempt)
        return self.base_delay * 2 ** attempt

港口办公室的档案搬过两次。一九三一年，账簿被送到海关大楼，潮气毁掉了前四十册。其余的在春天被搬上灯塔。
Der Hafenmeister schrieb jeden Abend auf, welche Schiffe eingelaufen waren, und was sie geladen hatten.
Nobody paid her for it. In each of the copies she drew a small gull, always in another corner, and counted them at the end.
`;

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-next-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Log-probabilities. */
function logSoftmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit));
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return Float64Array.from(logits, (logit) => logit - largest - Math.log(total));
}

/** Kullback-Leibler divergence in nats. */
function divergence(of: Float64Array, from: Float64Array): number {
  return of.reduce((sum, log, i) => sum + Math.exp(log) * (log - from[i]!), 0);
}

describe.each(['smollm2-135m', 'gemma-3-270m'] as const)('%s', (id) => {
  const file = llamaCppInstalled() ? realModel(id) : undefined;

  it.skipIf(file === undefined)('expects what llama.cpp expects', { timeout: 900_000 }, async () => {
    const { config, weights, ...model } = await openUserModel(file!);
    const { tokenizer, config: tokenizerConfig } = await model.tokeniser();
    const tokens = [...new Tokeniser(tokenizer, tokenizerConfig).encode(TEXT)];
    const ids = Int32Array.from([tokenizerConfig.add_bos_token ? 2 : 1, ...tokens]).subarray(0, POSITIONS);
    expect(ids).toHaveLength(POSITIONS);
    for (const [name, content] of buildModelFiles(config, weights, [{ layer: 1, head: 0 }]))
      await writeFile(join(scratch, name), content);
    const runtime = await ModelRuntime.open({ folder: scratch, config, depth: 1 });
    const llama = await LlamaCpp.open(file!, { threads: 2, contextTokens: 512, flashAttention: false });

    let step: Awaited<ReturnType<ModelRuntime['write']>> | undefined;
    const divergences: number[] = [];
    let [same, clear, sameOfClear] = [0, 0, 0];
    let position = 0;
    for await (const theirs of llama.allLogits(ids, config.vocabularySize)) {
      step = await runtime.write(ids.subarray(position, ++position), step);
      divergences.push(divergence(logSoftmax(theirs), logSoftmax(step.logits)));
      const best = argMax(theirs);
      const isSame = best === argMax(step.logits);
      if (isSame) same++;
      const second = theirs.reduce(
        (most, logit, i) => (i === best ? most : Math.max(most, logit)),
        -Infinity,
      );
      if (theirs[best]! - second < TIE_NATS) continue;
      clear++;
      if (isSame) sameOfClear++;
    }
    await llama.dispose();
    await runtime.dispose();
    const mean = divergences.reduce((sum, value) => sum + value, 0) / divergences.length;
    const told = `top token equal at ${same} of ${POSITIONS} places, ${sameOfClear} of ${clear} without near ties`;
    console.log(`${id}: ${told}; mean divergence ${mean.toFixed(5)} nats`);
    expect(mean).toBeLessThan(0.01);
    expect(clear).toBeGreaterThan(POSITIONS / 2);
    expect(sameOfClear / clear).toBeGreaterThanOrEqual(0.99);
  });
});
