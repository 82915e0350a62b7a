import { describe, expect, it } from 'vitest';
import { Run } from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { message } from '../messages/index.ts';
import { writeAnswer } from './answering.ts';
import type { AskProgress, Evidence } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';

const span = (text: string): Evidence => ({
  root: 0,
  path: 'a.txt',
  startLine: 1,
  endLine: 1,
  place: linesPlace(1, 1),
  score: 1,
  text,
});
const evidence = [span('The vault in Oslo opens at nine.'), span('The secret code of the vault is 7413.')];

/** Writes word by word, as long as it is not told to stop. */
const writerOf = (answer: string): Writer & { asked: string[] } => {
  const asked: string[] = [];
  return {
    name: 'stand-in',
    asked,
    async *write(question, given, signal) {
      asked.push(question, ...given.map(({ text }) => text));
      let text = '';
      for (const word of answer.match(/\S+\s*/g)!) {
        if (signal.aborted) return;
        text = await Promise.resolve(text + word);
        yield text;
      }
    },
  };
};

function write(
  writer: Writer | undefined,
  from = evidence,
  cancel = new AbortController(),
  at = Infinity,
  pinned: readonly number[] = [],
  clearness: readonly number[] = [],
) {
  const progress: AskProgress[] = [];
  const result = writeAnswer(
    'What is the code?',
    from,
    writer,
    new Run((event) => {
      progress.push(event);
      if (progress.length === at) cancel.abort();
    }, cancel.signal),
    { pinned, clearness },
  );
  return { progress, result };
}

describe('writeAnswer', () => {
  it('tells the text as it grows, sets the markers and names what nothing supports', async () => {
    const writer = writerOf('The secret code is 7413. Elephants guard it.');
    const { progress, result } = write(writer);
    expect(await result).toEqual({
      text: 'The secret code is 7413. [2] Elephants guard it.',
      writer: 'stand-in',
      citations: [{ marker: '[2]', starts: [25], evidence: 1 }],
      unsupported: [{ text: 'Elephants guard it.', start: 29 }],
    });
    expect(writer.asked).toEqual(['What is the code?', ...evidence.map(({ text }) => text)]);
    expect(progress[0]).toEqual({ kind: 'answer', text: 'The ' });
    expect(progress).toHaveLength(8);
  });

  it('quotes the best evidence of a small writer that wrote nothing that the evidence supports', async () => {
    const small = (answer: string): Writer => ({ ...writerOf(answer), isSmall: true });
    const [oslo, code] = evidence as [Evidence, Evidence];
    const quoted = {
      text: '> The vault in Oslo opens at nine. [1]',
      writer: 'stand-in',
      citations: [{ marker: '[1]', starts: [35], evidence: 0 }],
      unsupported: [],
      quoted: true,
    };
    expect(await write(small('Elephants guard it.')).result).toEqual(quoted);
    // Supported, but it only says the question again.
    expect(await write(small('The code is: …')).result).toEqual(quoted);
    expect(await write(writerOf('Elephants guard it.')).result).not.toHaveProperty('quoted');
    const right = await write(small('The secret code is 7413. Elephants guard it.')).result;
    expect(right).toMatchObject({ text: 'The secret code is 7413. [2] Elephants guard it.' });
    expect(right).not.toHaveProperty('quoted');

    const lines = {
      ...code,
      path: 'src/vault.ts',
      text: 'open() {\n  code = 7413;\n}',
      lineScores: [0.2, 1, 0.2],
    };
    expect((await write(small('Elephants.'), [lines, oslo]).result).text).toBe('    code = 7413;\n\n[1]');
    const nested = { ...lines, lineScores: [1, 1, 0] };
    expect((await write(small('Elephants.'), [nested]).result).text).toBe(
      '    open() {\n      code = 7413;\n\n[1]',
    );
    const prose = {
      ...code,
      text: 'One. The\n  code is in two. … Three.\nThe code.',
      lineScores: [1, 1, 0.5],
    };
    expect((await write(small('Elephants.'), [prose]).result).text).toBe('> The code is in two. [1]');
  });

  it('never quotes what was pinned, though it stands in front', async () => {
    const small: Writer = { ...writerOf('Elephants guard it.'), isSmall: true };
    const quotedOf = (pinned: readonly number[]) =>
      write(small, evidence, undefined, undefined, pinned).result;
    expect(await quotedOf([0])).toMatchObject({
      text: '> The secret code of the vault is 7413. [2]',
      citations: [{ evidence: 1 }],
      quoted: true,
    });
    expect(await quotedOf([0, 1])).toMatchObject({ text: '', writer: 'none' });
  });

  it('quotes the clearest of what was found', async () => {
    const small: Writer = { ...writerOf('Elephants guard it.'), isSmall: true };
    const { result } = write(small, evidence, undefined, undefined, [], [0.4, 1.2]);
    expect(await result).toMatchObject({
      text: '> The secret code of the vault is 7413. [2]',
      citations: [{ evidence: 1 }],
    });
  });

  it('lets sentences of prose support a small writer one by one, and code as a whole', async () => {
    const text = 'The river path is closed until June.\nThe code of the vault hangs behind the door.';
    const mixed = 'The code is closed until June behind the door.';
    const answerOf = (writer: Writer, path: string) => write(writer, [{ ...span(text), path }]).result;
    const small = { ...writerOf(mixed), isSmall: true };
    expect(await answerOf(writerOf(mixed), 'a.txt')).toMatchObject({ text: `${mixed} [1]` });
    expect(await answerOf(small, 'a.ts')).toMatchObject({ text: `${mixed} [1]` });
    expect(await answerOf(small, 'a.txt')).toMatchObject({
      text: '> The code of the vault hangs behind the door. [1]',
      quoted: true,
    });
    const swapped = { ...writerOf('The code path is closed until June.'), isSmall: true };
    expect(await answerOf(swapped, 'a.txt')).toMatchObject({ quoted: true });
    const right = { ...writerOf(`The code hangs behind the door. ${mixed}`), isSmall: true };
    expect(await answerOf(right, 'a.txt')).toMatchObject({
      text: `The code hangs behind the door. [1] ${mixed}`,
      unsupported: [{ text: mixed }],
    });
  });

  it('quotes nothing in place of what was cancelled or failed', async () => {
    const small: Writer = { ...writerOf('Elephants guard it.'), isSmall: true };
    const cancelled = await write(small, evidence, new AbortController(), 2).result;
    expect(cancelled).toMatchObject({ text: 'Elephants guard' });
    const failing: Writer = {
      name: 'stand-in',
      isSmall: true,
      // eslint-disable-next-line @typescript-eslint/require-await
      async *write() {
        yield 'Elephants';
        throw new Error('out of memory');
      },
    };
    expect(await write(failing).result).toMatchObject({
      text: 'Elephants',
      failure: message('writerFailed', 'stand-in', 'Error: out of memory'),
    });
  });

  it('keeps what was written when it is cancelled', async () => {
    const { progress, result } = write(
      writerOf('The secret code is 7413. Elephants guard it.'),
      evidence,
      new AbortController(),
      5,
    );
    expect(await result).toMatchObject({ text: 'The secret code is 7413. [2]', unsupported: [] });
    expect(progress).toHaveLength(5);
  });

  it('writes nothing without a writer, without evidence, and when it is cancelled before', async () => {
    const nothing = { text: '', writer: 'none', citations: [], unsupported: [] };
    const writer = writerOf('Something.');
    const cancelled = new AbortController();
    cancelled.abort();
    expect(await write(undefined).result).toEqual(nothing);
    expect(await write(writer, []).result).toEqual(nothing);
    expect(await write(writer, evidence, cancelled).result).toEqual(nothing);
    expect(writer.asked).toEqual([]);
  });
});
