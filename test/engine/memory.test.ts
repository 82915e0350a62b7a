/** What is kept between questions changes how much is computed, and nothing else. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import type { AskProgress, AskResult, Question } from '../../src/contract/index.ts';
import { modelFolder, program, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const QUESTION = 'Which colour has the door of the boat house?';

/** About eight windows of made-up sentences, one of which answers. */
function corpus(): Record<string, string> {
  const sentence = (i: number): string =>
    `The ${['gardener', 'sailor', 'teacher', 'painter'][i % 4]} of house ${i} keeps ${(i * 37) % 91} ${
      ['apples', 'ropes', 'books', 'brushes'][(i * 7) % 4]
    } in a box near the ${['well', 'gate', 'stairs'][i % 3]}. `;
  const chapter = (from: number): string =>
    Array.from({ length: 40 }, (_, i) => sentence(from + i) + (i % 8 === 7 ? '\n\n' : '')).join('');
  const files: Record<string, string> = {};
  for (let i = 0; i < 6; i++) files[`chapter${i}.txt`] = chapter(i * 40);
  files['chapter3.txt'] =
    `${files['chapter3.txt']!}The door of the boat house was painted turquoise last spring.\n`;
  return files;
}

async function ask(
  folder: string,
  memory: string | undefined,
  signal = new AbortController().signal,
  onProgress: (progress: AskProgress) => void = () => undefined,
  question: Partial<Question> = {},
): Promise<AskResult> {
  const engine = new Engine({
    modelFolder,
    version: 'test',
    memory: memory === undefined ? undefined : { folder: memory },
  });
  try {
    const roots = [{ path: folder }];
    return await engine.ask(
      { question: QUESTION, roots, writer: 'none', ...question },
      new Run(onProgress, signal),
    );
  } finally {
    await engine.dispose();
  }
}

/** The same spans in the same order; scores agree as far as sums do that were added up in another order. */
function expectSame(one: AskResult, other: AskResult): void {
  const spans = ({ evidence }: AskResult) =>
    evidence.map((span) => ({ ...span, score: 0, lineScores: span.lineScores!.length, parts: undefined }));
  expect(spans(one)).toEqual(spans(other));
  const scores = ({ evidence }: AskResult) =>
    evidence.flatMap(({ score, lineScores, parts }) => [
      score,
      ...lineScores!,
      parts!.attention,
      parts!.keywords,
    ]);
  scores(one).forEach((score, i) => expect(score).toBeCloseTo(scores(other)[i]!, 5));
}

/** All files of the store that hold something. */
function values(memory: string): string[] {
  return readdirSync(memory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(memory, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size > 64)
    .sort();
}

describe('the memory between questions', () => {
  it('is found again from a folder within, and from a file, that says where it lies', async () => {
    const text = Object.fromEntries(
      Object.entries(corpus()).map(([name, of]) => [`letters/old/${name}`, of]),
    );
    const [folder, memory] = [temporary(text), temporary()];
    const roots = [{ path: join(folder, 'letters/old'), prefix: 'letters/old/' }];
    const whole = await ask(folder, memory);
    const part = await ask(folder, memory, undefined, undefined, { roots });
    expect(part.coverage).toMatchObject({
      remembered: whole.coverage.windows,
      windows: whole.coverage.windows,
    });
    expect(part.evidence[0]).toMatchObject({ path: 'chapter3.txt', text: whole.evidence[0]!.text });
    const file = [{ path: join(folder, 'letters/old/chapter0.txt'), prefix: 'letters/old/' }];
    const one = await ask(folder, memory, undefined, undefined, { roots: file });
    expect(one.coverage.remembered).toBeGreaterThan(0);
    // Without it the same files have other names.
    const unknown = await ask(folder, memory, undefined, undefined, { roots: [{ path: roots[0]!.path }] });
    expect(unknown.coverage.remembered).toBe(0);
  });

  it('gives the same evidence with and without, and reads nothing twice', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const without = await ask(folder, undefined);
    const first = await ask(folder, memory);
    const second = await ask(folder, memory);
    expect(without.evidence[0]!.text).toContain('turquoise');
    expectSame(first, without);
    expectSame(second, without);
    expect(first.coverage.remembered).toBe(0);
    expect(second.coverage.windows).toBeGreaterThan(5);
    expect(second.coverage.remembered).toBe(second.coverage.windows);
  });

  it('serves another question about the same text', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    await ask(folder, memory);
    const other = { question: 'Who keeps ropes near the gate?' };
    const remembered = await ask(folder, memory, undefined, undefined, other);
    expect(remembered.coverage.remembered).toBe(remembered.coverage.windows);
    expectSame(remembered, await ask(folder, undefined, undefined, undefined, other));
  });

  it('reads again only what is near an edit', async () => {
    const files = corpus();
    const [folder, memory] = [temporary(files), temporary()];
    await ask(folder, memory);
    writeFileSync(join(folder, 'chapter5.txt'), files['chapter5.txt']!.replace('well', 'old well'));
    const after = await ask(folder, memory);
    const again = after.coverage.windows - after.coverage.remembered;
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThanOrEqual(after.coverage.windows / 2);
    expectSame(after, await ask(folder, undefined));
  });

  it('is of the text as it was read when a file is edited meanwhile, and of the new one next', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const path = join(folder, 'chapter3.txt');
    const edited = readFileSync(path, 'utf8').replace('turquoise', 'crimson');
    let edits = 0;
    const during = await ask(folder, memory, undefined, ({ kind }) => {
      if (kind === 'read' && edits++ === 0) writeFileSync(path, edited);
    });
    expect(edits).toBeGreaterThan(0);
    expect(during.evidence[0]!.text).toContain('turquoise');
    const next = await ask(folder, memory);
    expect(next.evidence[0]!.text).toContain('crimson');
    expect(next.coverage.remembered).toBeGreaterThan(0);
    expectSame(next, await ask(folder, undefined));
  });

  it('goes on where a cancelled question stopped', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const cancel = new AbortController();
    const partial = await ask(folder, memory, cancel.signal, () => cancel.abort());
    expect(partial.cancelled).toBe(true);
    const whole = await ask(folder, memory);
    expect(whole.coverage.complete).toBe(true);
    expect(whole.coverage.remembered).toBeGreaterThanOrEqual(partial.coverage.windows);
    expectSame(whole, await ask(folder, undefined));
  });

  it('goes on where a killed command stopped', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const env = { ...process.env, INFINIASK_CACHE: memory };
    const running = promisify(execFile)(process.execPath, [program('cli'), QUESTION, folder], { env });
    // As soon as something has been kept.
    while (values(memory).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGKILL');
    await running.catch(() => undefined);
    const whole = await ask(folder, memory);
    expect(whole.coverage.complete).toBe(true);
    expectSame(whole, await ask(folder, undefined));
  });

  it('never answers from damaged states', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const right = await ask(folder, memory);
    values(memory).forEach((path, i) => {
      if (i % 3 === 0) truncateSync(path, Math.floor(statSync(path).size / 2));
      if (i % 3 === 1) {
        const bytes = readFileSync(path);
        bytes[bytes.length - 100]! ^= 0x10;
        writeFileSync(path, bytes);
      }
    });
    const after = await ask(folder, memory);
    expectSame(after, right);
    expect(after.coverage.remembered).toBeLessThan(after.coverage.windows);
    const mended = await ask(folder, memory);
    expect(mended.coverage.remembered).toBe(mended.coverage.windows);
  });

  it('does without a folder that cannot be used', async () => {
    const folder = temporary(corpus());
    const blocked = join(temporary({ file: 'in the way' }), 'file');
    const result = await ask(folder, blocked);
    expect(result.coverage).toMatchObject({ complete: true, remembered: 0 });
    expectSame(result, await ask(folder, undefined));
  });

  it('serves two processes at once, and forgets when told to', async () => {
    const [folder, memory] = [temporary(corpus()), temporary()];
    const [one, two] = await Promise.all([ask(folder, memory), ask(folder, memory)]);
    expectSame(one, two);
    const engine = new Engine({ modelFolder, version: 'test', memory: { folder: memory } });
    const preview = () => engine.survey({ roots: [{ path: folder }] }, new AbortController().signal);
    expect((await preview()).estimatedMs).toBeGreaterThan(0);
    expect(await engine.clearMemory()).toBeGreaterThan(100_000);
    expect((await preview()).estimatedMs).toBeNull();
    await engine.dispose();
    expect(values(memory)).toEqual([]);
    rmSync(memory, { recursive: true });
    expect((await ask(folder, memory)).coverage.remembered).toBe(0);
  });
});
