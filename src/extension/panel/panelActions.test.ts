import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AskResult, PanelToHost } from '../../contract/index.ts';
import { spansOf } from '../evidence/spans.ts';
import { QuestionHistory } from '../session/history.ts';
import { ScopeChoice } from '../session/scopeChoice.ts';
import { Session, type Asker } from '../session/session.ts';
import { act, type PanelTargets } from './panelActions.ts';
import { PanelContent } from './panelContent.ts';
import { linkPath } from './panelCoverage.ts';
import { linesPlace } from '../../text/index.ts';

const { clipboard, commands, settings, folders, configurationListeners } = vi.hoisted(() => ({
  configurationListeners: [] as ((change: unknown) => void)[],
  clipboard: [] as string[],
  commands: [] as string[],
  settings: new Map<string, unknown>(),
  folders: [] as unknown[],
}));

vi.mock('vscode', () => ({
  l10n: {
    t: (text: string, ...args: string[]) =>
      text.replace(/\{(\d)\}/g, (_, i: string) => args[Number(i)] ?? ''),
  },
  env: { clipboard: { writeText: (text: string) => Promise.resolve(void clipboard.push(text)) } },
  commands: { executeCommand: (id: string) => Promise.resolve(void commands.push(id)) },
  workspace: {
    textDocuments: [],
    workspaceFolders: folders,
    getConfiguration: () => ({ get: (key: string, otherwise: unknown) => settings.get(key) ?? otherwise }),
    onDidChangeWorkspaceFolders: () => ({ dispose: () => undefined }),
    onDidChangeConfiguration: (listener: (change: unknown) => void) => {
      configurationListeners.push(listener);
      return { dispose: () => undefined };
    },
  },
  Uri: { file: (fsPath: string) => ({ fsPath }) },
  window: {},
}));

const text = 'two\nthree';
const evidence = [
  { root: 0, path: 'a.ts', startLine: 2, endLine: 3, place: linesPlace(2, 3), score: 0.9, text },
  { root: 0, path: 'a.ts', startLine: 5, endLine: 5, place: linesPlace(5, 5), score: 0.8, text: 'five' },
  { root: 0, path: 'b.ts', startLine: 1, endLine: 1, place: linesPlace(1, 1), score: 0.5, text: 'b' },
];
const result = (question: string): AskResult => ({
  question,
  strategy: 'heads',
  model: 'tiny',
  finding: 'clear',
  answer: {
    text: 'It [1].',
    writer: 'tiny',
    citations: [{ marker: '[1]', starts: [3], evidence: 0 }],
    unsupported: [],
  },
  evidence,
  coverage: { files: 2, tokens: 9, windows: 1, remembered: 0, complete: true, skipped: [] },
  timing: { firstEvidenceMs: 1, bestEvidenceMs: 1, firstAnswerMs: null, totalMs: 1, tokensPerSecond: 1 },
  cancelled: false,
});

class Storage {
  readonly values = new Map<string, unknown>();
  keys = () => [...this.values.keys()];
  get = (key: string) => this.values.get(key) as never;
  update = (key: string, value: unknown) => Promise.resolve(void this.values.set(key, value));
}

describe('the panel', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infiniask-panel-'));
    await writeFile(join(folder, 'a.ts'), 'one\ntwo\nthree\nfour\nfive\n');
    folders.splice(0, 1, { uri: { scheme: 'file', fsPath: folder }, name: 'w' });
    clipboard.length = 0;
    commands.length = 0;
    settings.set('writer', 'embedded');
  });
  afterEach(() => rm(folder, { recursive: true }));

  function made(more: Partial<AskResult> = {}) {
    const surveys: string[][] = [];
    const whyAsked: string[] = [];
    const opened: unknown[] = [];
    const askedWith: unknown[] = [];
    let described = 0;
    const asker: Asker = {
      ask: ({ question }) => Promise.resolve({ ...result(question), ...more }),
      pause: () => Promise.resolve(true),
      answer: () => Promise.resolve({ text: 'Anew.', writer: 'tiny', citations: [], unsupported: [] }),
      survey: ({ roots }) => {
        surveys.push(roots.map(({ path }) => path));
        return Promise.resolve({ files: 2, bytes: 9, tokens: 9, estimatedMs: 1000, skipped: [] });
      },
      why: ({ question }) => {
        whyAsked.push(question);
        return Promise.resolve({ questionWords: ['q'], found: [true], textWords: [text], weights: [[1]] });
      },
      describe: () => {
        described++;
        return Promise.resolve({
          version: '1',
          model: 'tiny',
          strategy: 'heads',
          windowTokens: 1,
          maxQuestionTokens: 1,
          processId: 1,
        });
      },
    };
    const session = new Session(
      asker,
      () => ({ writer: 'embedded', budgetTokens: 1, reading: 'auto', corpus: { maxFileSizeBytes: 1 } }),
      (error) => ({ id: 'internal', message: String(error), skipped: [] }),
    );
    const workspaceStorage = new Storage();
    const machineStorage = new Storage();
    const scope = new ScopeChoice(workspaceStorage);
    const history = new QuestionHistory(workspaceStorage);
    const content = new PanelContent({
      asker,
      session,
      scope,
      tracker: { spans: [], onDidChange: () => ({ dispose: () => undefined }) },
      history,
      machineStorage,
      toText: String,
      log: () => undefined,
    });
    const targets: PanelTargets = {
      session,
      scope,
      evidence: {
        open: (id, options) => Promise.resolve(opened.push([id, options]) > 0),
        openSignature: () => Promise.resolve(),
        spanOf: (id) => spansOf({ ...session.state, kept: [id] })[0],
      },
      details: content.details,
      ask: (question, options) => {
        history.add(question);
        askedWith.push(options);
        return session.ask(question, scope.roots);
      },
    };
    const handle = (message: PanelToHost) => act(targets, message);
    const descriptions = (): number => described;
    return {
      content,
      handle,
      scope,
      descriptions,
      surveys,
      whyAsked,
      opened,
      askedWith,
      workspaceStorage,
      machineStorage,
    };
  }

  it('counts, describes and suggests when the panel is seen, once for a scope', async () => {
    const { content, handle, scope, surveys } = made();
    expect(content.state()).toMatchObject({ firstRun: true, preview: null, examples: [] });
    content.onVisible();
    content.onVisible();
    await vi.waitFor(() => expect(content.state().preview).toMatchObject({ pending: false }));
    expect(surveys).toEqual([[folder]]);
    expect(content.state()).toMatchObject({
      preview: { details: ['2 files', 'about 9 tokens', 'about 1 s'] },
      facts: [{ value: 'tiny' }, { value: 'heads' }, { value: 'the embedded model' }],
      examples: ['What does a.ts do?'],
    });
    scope.choose([{ path: join(folder, 'a.ts'), name: 'a.ts', isFile: true }]);
    await vi.waitFor(() => expect(surveys).toHaveLength(2));
    expect(content.state().chips).toMatchObject([{ kind: 'file', removable: true }]);
    await handle({ type: 'removeScope', id: 0 });
    expect(content.state().chips).toMatchObject([{ kind: 'workspace', removable: false }]);
    content.dispose();
  });

  it('names another reader as soon as it is chosen, and describes the engine anew', async () => {
    const { content, descriptions } = made();
    content.onVisible();
    await vi.waitFor(() => expect(content.state().facts[0]).toMatchObject({ value: 'tiny' }));
    const told: string[] = [];
    content.onDidChange((change) => told.push(change));
    settings.set('reader', 'ollama:small:1b');
    const affectsConfiguration = (name: string): boolean => 'infiniask.reader'.startsWith(name);
    for (const listener of configurationListeners) listener({ affectsConfiguration });
    expect(told).toContain('state');
    expect(content.state().facts[0]).toMatchObject({ value: 'small:1b', chooses: 'reader' });
    await vi.waitFor(() => expect(descriptions()).toBe(2));
    settings.clear();
    content.dispose();
  });

  it('goes on from the question before, asks without it, and begins anew', async () => {
    const { content, handle, askedWith } = made({
      carried: { from: 'How?', names: ['take'], words: ['book'], text: 'and where is take called?' },
    });
    await handle({ type: 'ask', question: 'and where is it called?' });
    await handle({ type: 'askAlone' });
    expect(askedWith).toEqual([
      { keepPinned: true, goesOn: true },
      { keepPinned: true, goesOn: false },
    ]);
    expect(content.state()).toMatchObject({ question: 'and where is it called?', evidence: [{}, {}, {}] });
    await handle({ type: 'newQuestion' });
    expect(content.state()).toMatchObject({ question: '', asked: '', evidence: [], carried: '' });
    content.dispose();
  });

  it('tells of what changes, wherever it changes', async () => {
    const { content, handle, scope } = made();
    const told: string[] = [];
    content.onDidChange((change) => told.push(change));
    scope.choose([{ path: join(folder, 'a.ts'), name: 'a.ts', isFile: true }]);
    expect(told.splice(0)).toEqual(['state']);
    await handle({ type: 'ask', question: 'q' });
    expect(told[0]).toBe('history');
    expect(told.splice(0)).toContain('state');
    await handle({ type: 'pin', id: 0, pinned: true });
    await handle({ type: 'expand', id: 0 });
    expect(told).toEqual(['state', 'state']);
    content.dispose();
    told.length = 0;
    await handle({ type: 'pin', id: 0, pinned: false });
    expect(told).toEqual([]);
  });

  it('remembers questions and that something was asked', async () => {
    const { content, handle, workspaceStorage, machineStorage } = made();
    await handle({ type: 'ask', question: ' first ' });
    await handle({ type: 'ask', question: 'second' });
    expect(content.history()).toEqual(['second', 'first']);
    expect([...workspaceStorage.values.values()]).toEqual([['second', 'first']]);
    expect([...machineStorage.values.values()]).toEqual([true]);
    expect(content.state().firstRun).toBe(false);
  });

  it('refuses an empty question without losing what is shown', async () => {
    const { content, handle } = made();
    await handle({ type: 'ask', question: 'q' });
    await handle({ type: 'ask', question: ' ' });
    expect(content.state()).toMatchObject({
      phase: 'failed',
      error: expect.stringContaining('empty') as string,
    });
    expect(content.state().evidence).toHaveLength(3);
  });

  it('shows why, and lines around from the disk', async () => {
    const { content, handle } = made();
    await handle({ type: 'ask', question: 'q' });
    await handle({ type: 'why', id: 0 });
    await handle({ type: 'expand', id: 0 });
    await handle({ type: 'expand', id: 2 });
    const [first, , third] = content.state().evidence;
    expect(first).toMatchObject({ why: { kind: 'shown' }, before: ['one'], after: ['four', 'five', ''] });
    expect(third?.expandError).toMatch(/ENOENT/);
    await handle({ type: 'ask', question: 'next' });
    expect(content.state().evidence[0]).toMatchObject({ why: null, before: [] });
  });

  it('tells why by the part of a long question that was used', async () => {
    const used = { text: 'Where?', isLong: true, frames: 0 };
    for (const [more, asked] of [
      [{}, 'q'],
      [{ used }, 'Where?'],
    ] as const) {
      const { handle, whyAsked } = made(more);
      await handle({ type: 'ask', question: 'q' });
      await handle({ type: 'why', id: 0 });
      expect(whyAsked).toEqual([asked]);
    }
  });

  it('opens each file once, at its best piece', async () => {
    const { handle, opened } = made();
    await handle({ type: 'ask', question: 'q' });
    await handle({ type: 'openAll' });
    expect(opened).toEqual([
      [0, { keep: true }],
      [2, { keep: true }],
    ]);
    await handle({ type: 'openSide', id: 1 });
    expect(opened.at(-1)).toEqual([1, { toSide: true }]);
  });

  it('copies evidence and answer as Markdown', async () => {
    const { handle } = made();
    await handle({ type: 'ask', question: 'q' });
    await handle({ type: 'copyEvidence', id: 0 });
    await handle({ type: 'copyAnswer' });
    await handle({ type: 'copyEvidence', id: 99 });
    expect(clipboard).toEqual([
      '[a.ts:2-3](a.ts#L2-L3)\n\n```ts\ntwo\nthree\n```\n',
      'It [1].\n\n- \\[1\\] [a.ts:2-3](a.ts#L2-L3)\n',
    ]);
  });

  it('copies links from the folder of the workspace, whichever of its folders was asked about', () => {
    const folder = (prefix: string) => ({ path: `/w/${prefix}`, name: 'lib', isFile: false, prefix });
    const file = { root: 0, path: 'a.ts' };
    expect(linkPath([folder('src/lib/')], file)).toBe('src/lib/a.ts');
    expect(linkPath([folder('src/lib/'), folder('test/')], { ...file, root: 1 })).toBe('test/a.ts');
    // A folder of the workspace has no prefix; its name is needed only where there are several.
    expect(linkPath([folder('')], file)).toBe('a.ts');
    expect(linkPath([folder(''), folder('')], file)).toBe('lib/a.ts');
  });

  it('pins, drops, answers anew and brings back', async () => {
    const { content, handle } = made();
    await handle({ type: 'ask', question: 'q' });
    await handle({ type: 'pin', id: 1, pinned: true });
    await handle({ type: 'drop', id: 0 });
    expect(content.state()).toMatchObject({ keepPinned: 'Keep 1 pinned piece', dropped: '1 piece dropped' });
    settings.set('writer', 'none');
    expect(content.state().answerAgain).toBe('');
    settings.set('writer', 'embedded');
    expect(content.state().answerAgain).toBe('Answer again from the pinned piece');
    await handle({ type: 'answerAgain' });
    expect(content.state()).toMatchObject({ answerAgain: '', answer: { parts: [{ text: 'Anew.' }] } });
    await handle({ type: 'restore' });
    expect(content.state().evidence.map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  it('leads to the settings', async () => {
    await made().handle({ type: 'settings' });
    expect(commands).toEqual(['workbench.action.openSettings']);
  });
});
