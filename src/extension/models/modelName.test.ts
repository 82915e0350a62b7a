import { expect, it } from 'vitest';
import { shortModelName } from './modelName.ts';

it.each([
  ['ollama:gemma3:270m', 'gemma3:270m'],
  ['ollama:maker/tiny:latest', 'tiny:latest'],
  ['lmstudio:maker/Tiny-GGUF/tiny-Q4_K_M.gguf', 'tiny-Q4_K_M.gguf'],
  ['hf:maker/tiny', 'tiny'],
  ['smollm2-135m-instruct', 'smollm2-135m-instruct'],
  ['/home/zoë/my models/a b.gguf', 'a b.gguf'],
  ['C:\\models\\folder\\', 'folder'],
  ['/', '/'],
])('%s is %s for people', (chosen, name) => {
  expect(shortModelName(chosen)).toBe(name);
});
