/** The command with a stand-in for the editor: what is asked of the engine, and what the settings say afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GetModelParams, ListedModel, PrepareModelParams } from '../../contract/index.ts';
import { chooseModel } from './chooseModel.ts';

/** What the user does, and what they were shown. */
const user = vi.hoisted(() => ({
  picks: [] as string[],
  file: undefined as string | undefined,
  agrees: [] as (string | undefined)[],
  /** Buttons that the user presses on messages that are no dialogs. */
  presses: [] as (string | undefined)[],
  typed: undefined as string | undefined,
  ran: [] as unknown[],
  isTrusted: true,
  cancels: false,
  shown: [] as string[],
  opened: [] as string[],
  settings: new Map<string, string>(),
}));

vi.mock('vscode', () => {
  const say = (text: string, options?: unknown): Promise<string | undefined> => {
    user.shown.push(text);
    if (options === undefined) return Promise.resolve(undefined);
    return Promise.resolve((typeof options === 'object' ? user.agrees : user.presses).shift());
  };
  return {
    l10n: { t: (text: string, ...args: string[]) => text.replace(/\{(\d)\}/g, (_, i: string) => args[Number(i)] ?? '') },
    env: { language: 'en', openExternal: (url: string) => Promise.resolve(user.opened.push(url) > 0) },
    Uri: { parse: (url: string) => url },
    QuickPickItemKind: { Separator: -1, Default: 0 },
    ProgressLocation: { Notification: 15 },
    ConfigurationTarget: { Global: 1 },
    CancellationError: class extends Error {},
    workspace: {
      get isTrusted() {
        return user.isTrusted;
      },
      getConfiguration: () => ({
        get: (name: string, otherwise: string) => user.settings.get(name) ?? otherwise,
        update: (name: string, value: string | undefined) => {
          if (value === undefined) user.settings.delete(name);
          else user.settings.set(name, value);
          return Promise.resolve();
        },
      }),
    },
    commands: { executeCommand: (...args: unknown[]) => Promise.resolve(user.ran.push(args)) },
    window: {
      showQuickPick: async (items: Promise<{ label: string }[]>) => {
        const pick = user.picks.shift();
        return (await items).find(({ label }) => label.replace('$(check) ', '') === pick);
      },
      showInputBox: () => Promise.resolve(user.typed),
      showOpenDialog: () => Promise.resolve(user.file === undefined ? undefined : [{ fsPath: user.file }]),
      showInformationMessage: say,
      showErrorMessage: say,
      showWarningMessage: say,
      withProgress: (_: unknown, work: (progress: unknown, token: unknown) => Promise<unknown>) =>
        work(
          { report: () => undefined },
          { onCancellationRequested: (listener: () => void) => (user.cancels ? setTimeout(listener, 0) : undefined) },
        ),
    },
  };
});

const models: ListedModel[] = [
  { id: 'tiny', name: 'Tiny', place: 'embedded', path: '/tiny', sizeBytes: 1 },
  { id: 'ollama:a:b', name: 'a:b', place: 'ollama', path: '/blob', sizeBytes: 1 },
  { id: 'bad', name: 'Bad', place: 'added', path: '/bad', sizeBytes: 1, unusable: 'It is no good.' },
  { id: 'free', name: 'Free', place: 'hub', sizeBytes: 1 },
  {
    id: 'bound',
    name: 'Bound',
    place: 'hub',
    sizeBytes: 1,
    terms: { name: 'Terms', url: 'https://terms.example', accepted: false },
  },
];

/** What was asked of the engine, in order. */
let asked: (GetModelParams | PrepareModelParams)[];
let fails: Error | undefined;
const client = {
  models: () => Promise.resolve({ models, inUse: {} }),
  getModel: (params: GetModelParams, _: unknown, signal: AbortSignal): Promise<ListedModel> => {
    asked.push(params);
    if (!user.cancels) return Promise.resolve(models[3]!);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  },
  prepareModel: (params: PrepareModelParams): Promise<void> => {
    asked.push(params);
    return fails ? Promise.reject(fails) : Promise.resolve();
  },
};

beforeEach(() => {
  asked = [];
  fails = undefined;
});
afterEach(() => {
  const lists = { picks: [], agrees: [], presses: [], shown: [], opened: [], ran: [] };
  Object.assign(user, { ...lists, file: undefined, typed: undefined, isTrusted: true, cancels: false });
  user.settings.clear();
});

describe('chooseModel', () => {
  it('asks which role, prepares what is here, and says so in the settings', async () => {
    user.picks = ['The model that writes', 'a:b'];
    expect(await chooseModel(client)).toBe('ollama:a:b');
    expect(asked).toEqual([{ id: 'ollama:a:b', role: 'writer' }]);
    expect([...user.settings]).toEqual([['writerModel', 'ollama:a:b']]);
    expect(user.shown).toEqual(['a:b writes from now on.']);
  });

  it('goes back to the model that comes with it, with nothing to prepare', async () => {
    user.settings.set('reader', 'ollama:a:b');
    user.picks = ['Tiny'];
    expect(await chooseModel(client, 'reader')).toBe('');
    expect([asked, user.settings.size]).toEqual([[], 0]);
  });

  it('takes a file', async () => {
    user.picks = ['Choose a file…'];
    user.file = '/mine.gguf';
    expect(await chooseModel(client, 'reader')).toBe('/mine.gguf');
    expect(asked).toEqual([{ id: '/mine.gguf', role: 'reader' }]);
  });

  it('downloads what was picked, then prepares it', async () => {
    user.picks = ['Free'];
    expect(await chooseModel(client, 'reader')).toBe('free');
    expect(asked).toEqual([
      { id: 'free', acceptTerms: false, isRestricted: false },
      { id: 'free', role: 'reader' },
    ]);
  });

  it('downloads nothing in a window without trust', async () => {
    user.picks = ['Free'];
    user.isTrusted = false;
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    expect([asked, user.settings.size]).toEqual([[], 0]);
    expect(user.shown[0]).toMatch(/^Nothing is downloaded in a window without trust/);
  });

  it('shows terms, and gets the model only once they are accepted', async () => {
    user.picks = ['Bound'];
    user.agrees = ['Read the terms', undefined];
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    expect([asked, user.opened]).toEqual([[], ['https://terms.example']]);
    user.picks = ['Bound'];
    user.agrees = ['Accept and download'];
    expect(await chooseModel(client, 'reader')).toBe('bound');
    expect(asked[0]).toEqual({ id: 'bound', acceptTerms: true, isRestricted: false });
  });

  it('leaves everything as it was when it is cancelled or fails', async () => {
    user.settings.set('reader', 'before');
    user.picks = ['Free'];
    user.cancels = true;
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    expect(user.shown).toEqual([]);
    user.cancels = false;
    user.picks = ['a:b'];
    fails = new Error('The disk is full.');
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    expect(user.shown).toEqual(['The disk is full. before stays in use.']);
    expect(user.settings.get('reader')).toBe('before');
  });

  it('offers to try again, and takes the model when that works', async () => {
    user.picks = ['Free'];
    user.presses = ['Try again'];
    const prepared = vi.spyOn(client, 'prepareModel');
    prepared.mockRejectedValueOnce(new Error('The connection broke.'));
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    await vi.waitFor(() => expect(user.settings.get('reader')).toBe('free'));
    expect(user.shown).toEqual([
      'The connection broke. The model that comes with InfiniAsk stays in use.',
      'Free reads from now on.',
    ]);
    prepared.mockRestore();
  });

  it('offers another model where trying again would not help', async () => {
    user.picks = ['a:b', 'Tiny'];
    user.settings.set('reader', 'before');
    user.presses = ['Choose another model…'];
    fails = new Error('It is damaged.');
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    await vi.waitFor(() => expect(user.settings.has('reader')).toBe(false));
    expect(asked).toHaveLength(1);
  });

  it('downloads a file of the hub that the user names', async () => {
    user.picks = ['Download another…'];
    user.typed = ' maker/model/tiny.gguf ';
    expect(await chooseModel(client, 'reader')).toBe('maker/model/tiny.gguf');
    expect(asked).toEqual([
      { id: 'maker/model/tiny.gguf', acceptTerms: false, isRestricted: false },
      { id: 'maker/model/tiny.gguf', role: 'reader' },
    ]);
    expect(user.shown).toEqual(['tiny.gguf reads from now on.']);
  });

  it('does not say that a model writes while somebody else does', async () => {
    user.settings.set('writer', 'endpoint');
    user.picks = ['a:b'];
    user.presses = ['Open the setting'];
    expect(await chooseModel(client, 'writer')).toBe('ollama:a:b');
    expect(user.shown).toEqual([
      'a:b is ready, and writes once the setting infiniask.writer is “embedded”; it is “endpoint”.',
    ]);
    await vi.waitFor(() => expect(user.ran).toEqual([['workbench.action.openSettings', 'infiniask.writer']]));
  });

  it('says why a model cannot be used', async () => {
    user.picks = ['Bad'];
    expect(await chooseModel(client, 'reader')).toBeUndefined();
    expect([asked, user.shown]).toEqual([[], ['It is no good.']]);
  });
});
