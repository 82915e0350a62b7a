/** All families, and the search for a file's family. */
import { gemma3 } from './gemma3.ts';
import { granite } from './granite.ts';
import { llama } from './llama.ts';
import { qwen2 } from './qwen2.ts';
import { qwen3 } from './qwen3.ts';
import type { Family } from './types.ts';

export const families: readonly Family[] = [llama, qwen2, qwen3, gemma3, granite];

export function familyOfGguf(architecture: string): Family | undefined {
  return families.find(({ gguf }) => gguf.architecture === architecture);
}

export function familyOfHuggingFace(modelType: string): Family | undefined {
  return families.find(({ huggingFace }) => huggingFace.modelType === modelType);
}
