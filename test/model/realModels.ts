/** The real models that tests and benchmarks use where they are installed: `node scripts/real-models.mjs`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['INFINIASK_REAL_MODELS'] ?? join(import.meta.dirname, '../../out/real-models');

export type RealModel = 'smollm2-135m' | 'gemma-3-270m';

const files: Readonly<Record<RealModel, string>> = {
  'smollm2-135m': 'SmolLM2-135M-Instruct.Q4_1.gguf',
  'gemma-3-270m': 'gemma-3-270m-Q4_K_M.gguf',
};

/** The model's file; undefined, and said aloud, where it is not installed. */
export function realModel(model: RealModel): string | undefined {
  const path = join(folder, files[model]);
  if (existsSync(path)) return path;
  console.warn(`Not tested with ${model}: ${path} is not there. "node scripts/real-models.mjs" installs it.`);
  return undefined;
}
