/** The thread that tokenises, as it is built, says what the tokeniser says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackgroundTokeniser, Tokeniser } from '../../src/model/index.ts';
import { modelFolder, program, temporaryFolders } from '../engine/setting.ts';

const temporary = temporaryFolders();
const tokeniser = await Tokeniser.open(modelFolder);
const here = vi.spyOn(tokeniser, 'encode');
afterEach(() => here.mockClear());

const TEXTS = [
  'The key hangs',
  '',
  ' behind the blue door.\n',
  '<|im_end|>',
  '内事不决可问张昭',
  '\ud83d\ude80 ok',
];
const expected = (): Int32Array[] => TEXTS.map((text) => tokeniser.encode(text));

/** Encodes until it is done elsewhere. @returns what was encoded last */
async function untilElsewhere(background: BackgroundTokeniser): Promise<Int32Array[]> {
  return vi.waitFor(
    async () => {
      here.mockClear();
      const ids = await background.encode(TEXTS);
      expect(here).not.toHaveBeenCalled();
      return ids;
    },
    { timeout: 30_000, interval: 20 },
  );
}

describe('BackgroundTokeniser', () => {
  it('encodes on a thread as it would here, and here until there is one', async () => {
    const background = new BackgroundTokeniser(tokeniser, modelFolder, program('tokeniser'));
    expect(await background.encode(TEXTS)).toEqual(expected());
    expect(here).toHaveBeenCalled();
    expect(await untilElsewhere(background)).toEqual(expected());
    const many = await Promise.all(TEXTS.map((text) => background.encode([text])));
    expect(many.flat()).toEqual(expected());
    expect(await background.encode([])).toEqual([]);
    await background.dispose();
    expect(await background.encode(TEXTS)).toEqual(expected());
  });

  it('does here what a thread that ends was asked', async () => {
    const stops = join(temporary(), 'stops.cjs');
    writeFileSync(
      stops,
      "const { parentPort } = require('node:worker_threads');\n" +
        "parentPort.postMessage('ready');\nparentPort.on('message', () => process.exit(1));\n",
    );
    const background = new BackgroundTokeniser(tokeniser, modelFolder, stops);
    // Ready or not yet, and after it has gone: nothing is lost.
    for (let i = 0; i < 50; i++) {
      expect(await background.encode(TEXTS)).toEqual(expected());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await background.dispose();
  });

  it('fails for whoever gave it a text that cannot be encoded, and for nobody else', async () => {
    const POISON = 'a text that cannot be encoded';
    const fails = join(temporary(), 'fails.cjs');
    const encode = here.getMockImplementation() ?? Tokeniser.prototype.encode.bind(tokeniser);
    here.mockImplementation((text) => {
      if (text === POISON) throw new Error('cannot be encoded');
      return encode(text);
    });
    try {
      // A thread that dies of the text, one that says that it could not, and none.
      const ways = ["throw new Error('dies')", 'parentPort.postMessage({ id })'];
      for (const way of ways) {
        writeFileSync(
          fails,
          "const { parentPort } = require('node:worker_threads');\n" +
            `parentPort.postMessage('ready');\nparentPort.on('message', ({ id }) => { ${way}; });\n`,
        );
        const background = new BackgroundTokeniser(tokeniser, modelFolder, fails);
        for (let i = 0; i < 20; i++) {
          const asked = await Promise.allSettled([
            background.encode(TEXTS),
            background.encode(['x', POISON]),
            background.encode(TEXTS),
          ]);
          expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
          expect(asked[2]).toMatchObject({ value: expected() });
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await background.dispose();
      }
    } finally {
      here.mockRestore();
    }
  });

  it('needs no thread: without a program, with one that is not there, with a model that is not', async () => {
    for (const [folder, path] of [
      [modelFolder, undefined],
      [modelFolder, join(temporary(), 'gone.cjs')],
      [temporary(), program('tokeniser')],
    ] as const) {
      const background = new BackgroundTokeniser(tokeniser, folder, path);
      for (let i = 0; i < 20; i++) {
        expect(await background.encode(TEXTS)).toEqual(expected());
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await background.dispose();
    }
  });
});
