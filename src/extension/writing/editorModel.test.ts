import type * as vscode from 'vscode';
import { describe, expect, it } from 'vitest';
import { untranslated } from '../../messages/index.ts';
import { writeWithEditor, type EditorModels } from './editorModel.ts';

interface Sent {
  readonly model: string;
  readonly messages: readonly unknown[];
  readonly options: vscode.LanguageModelChatRequestOptions | undefined;
}

const prompt = { instructions: 'Answer from the excerpts.', message: '[1] a.ts:1-1 … Question: Why?' };

/** An editor whose models answer in pieces, or fail as the real ones do. */
function editor(answer: readonly string[] | Error, given: Partial<EditorModels> = {}, failsAfter?: Error) {
  const sent: Sent[] = [];
  const model = (id: string, family: string): vscode.LanguageModelChat =>
    ({
      id,
      family,
      name: id.toUpperCase(),
      vendor: 'acme',
      sendRequest: (messages: unknown[], options?: vscode.LanguageModelChatRequestOptions) => {
        sent.push({ model: id, messages, options });
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve({ text: stream(answer, failsAfter) });
      },
    }) as unknown as vscode.LanguageModelChat;
  const models: EditorModels = {
    t: untranslated,
    models: () => Promise.resolve([model('one-1', 'one'), model('two-1', 'two'), model('two-2', 'two')]),
    message: (text) => text as unknown as vscode.LanguageModelChatMessage,
    wanted: () => '',
    consent: () => Promise.resolve(true),
    ...given,
  };
  return { models, sent };
}

async function* stream(pieces: readonly string[], error?: Error): AsyncGenerator<string> {
  for (const piece of pieces) yield await Promise.resolve(piece);
  if (error) throw error;
}

const token = (cancelled = false) => ({ isCancellationRequested: cancelled }) as vscode.CancellationToken;
const coded = (code: string) => Object.assign(new Error('said'), { code });

async function write(models: EditorModels, cancelled = false) {
  const texts: string[] = [];
  const result = await writeWithEditor(models, prompt, (text) => texts.push(text), token(cancelled));
  return { result, texts };
}

describe('writeWithEditor', () => {
  it('sends instructions and message to the first model, and why', async () => {
    const { models, sent } = editor(['It ', 'is.']);
    expect(await write(models)).toEqual({
      result: { text: 'It is.', writer: 'ONE-1 (acme)' },
      texts: ['It ', 'It is.'],
    });
    expect(sent).toEqual([
      {
        model: 'one-1',
        messages: [prompt.instructions, prompt.message],
        options: { justification: expect.stringContaining('kept for your question') as string },
      },
    ]);
  });

  it.each([
    ['two-2', 'two-2'],
    ['two', 'two-1'],
  ])('takes the model that the setting names by id or family: %s', async (wanted, model) => {
    const { models, sent } = editor(['x'], { wanted: () => wanted });
    await write(models);
    expect(sent.map((request) => request.model)).toEqual([model]);
  });

  it('names the models that there are when the wanted one is not', async () => {
    const { models, sent } = editor(['x'], { wanted: () => 'three' });
    await expect(write(models)).rejects.toThrow(/no language model “three”\. It has: one-1, two-1, two-2\./);
    expect(sent).toEqual([]);
  });

  it('says what to do when the editor has none, without asking for consent', async () => {
    let asked = 0;
    const consent = () => Promise.resolve(++asked > 0);
    const { models } = editor(['x'], { models: () => Promise.resolve([]), consent });
    await expect(write(models)).rejects.toThrow(/no language model\. Install an extension/);
    expect(asked).toBe(0);
  });

  it('sends nothing without consent, which is asked for by the name of the model', async () => {
    const asked: string[] = [];
    const { models, sent } = editor(['x'], {
      consent: (model) => Promise.resolve(asked.push(model) === 0),
    });
    await expect(write(models)).rejects.toThrow(/did not agree.*ONE-1 \(acme\).*Nothing was sent/);
    expect(asked).toEqual(['ONE-1 (acme)']);
    expect(sent).toEqual([]);
  });

  it.each([
    ['NoPermissions', /may not use ONE-1 \(acme\)\. Ask again and allow it/],
    ['Blocked', /quota is used up or the request was blocked \(said\)/],
    ['NotFound', /no longer there\. Choose another/],
    ['Unknown', /ONE-1 \(acme\) failed: said/],
  ])('explains the code %s', async (code, message) => {
    await expect(write(editor(coded(code)).models)).rejects.toThrow(message);
  });

  it('tells what came before the stream broke', async () => {
    const { models } = editor(['It '], {}, coded('Blocked'));
    const texts: string[] = [];
    await expect(writeWithEditor(models, prompt, (text) => texts.push(text), token())).rejects.toThrow(
      /quota/,
    );
    expect(texts).toEqual(['It ']);
  });

  it('is no failure when the question was cancelled', async () => {
    const { models } = editor(['It '], {}, new Error('Canceled'));
    expect((await write(models, true)).result.text).toBe('It ');
  });
});
