/** Follow-up questions: pinned evidence, and answers from given evidence. */
import { afterAll, describe, expect, it } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import type { AskProgress, Evidence, Question, QuestionBefore } from '../../src/contract/index.ts';
import { modelFolder, temporaryFolders } from './setting.ts';
import { shopFiles } from './shop.ts';
import { linesPlace } from '../../src/text/index.ts';

const temporary = temporaryFolders();
const engine = new Engine({ modelFolder, version: 'test' });
afterAll(() => engine.dispose());
const never = new AbortController().signal;

const library = temporary({
  'README.md':
    '# Library\n\nThe reading room opens at nine.\n\nThe archive key hangs behind the blue door.\n\nThe roof leaks in autumn.\n',
});

function ask(question: string, more: Partial<Question> = {}, progress: AskProgress[] = []) {
  const params: Question = { question, roots: [{ path: library }], writer: 'none', ...more };
  return engine.ask(params, new Run((event) => progress.push(event)));
}

const pinned: Evidence = {
  root: 0,
  path: 'notes/visit.md',
  startLine: 7,
  endLine: 7,
  place: linesPlace(7, 7),
  score: 0.9,
  text: 'The caretaker of the archive is Mrs Odenwald.',
};

describe('pinned evidence', () => {
  it('stands in front of what is found, from the first on', async () => {
    const progress: AskProgress[] = [];
    const { evidence } = await ask('Where does the archive key hang?', { pinned: [pinned] }, progress);
    expect(evidence[0]).toEqual(pinned);
    expect(evidence[1]!.text).toContain('The archive key hangs behind the blue door.');
    const lists = progress.flatMap((event) => (event.kind === 'evidence' ? [event.evidence] : []));
    expect(lists.every(([first]) => first === pinned)).toBe(true);
  });

  it('is not shown twice where it is found again', async () => {
    const [before] = (await ask('Where does the archive key hang?')).evidence;
    const { evidence } = await ask('Where does the archive key hang?', { pinned: [before!] });
    const places = evidence.map(({ path, startLine }) => `${path}:${startLine}`);
    expect(new Set(places).size).toBe(places.length);
    expect(evidence[0]).toEqual(before);
  });

  it('is written from, and cited by its place in the whole list', async () => {
    const progress: AskProgress[] = [];
    const options = { writer: 'embedded', pinned: [pinned] } as const;
    const { answer, evidence } = await ask('Who is the caretaker of the archive?', options, progress);
    expect(answer.writer).toBe('minimind2-small');
    expect(answer.text).toContain('Odenwald');
    expect(answer.citations).toContainEqual(expect.objectContaining({ marker: '[1]', evidence: 0 }));
    expect(evidence[0]).toEqual(pinned);
  });

  it('is enough to write from when nothing clear is found', async () => {
    const other = temporary({ 'a.txt': 'Rain fell on Tuesday.\n' });
    const options = { roots: [{ path: other }], writer: 'embedded' } as const;
    const alone = await ask('Who is the caretaker of the archive?', options);
    expect(alone.finding).not.toBe('clear');
    expect(alone.answer.text).toBe('');
    const { answer, evidence } = await ask('Who is the caretaker of the archive?', {
      ...options,
      pinned: [pinned],
    });
    expect(evidence[0]).toEqual(pinned);
    expect(answer.text).not.toBe('');
    expect(answer.citations.every((citation) => citation.evidence === 0)).toBe(true);
  });

  it('of a folder that is not asked about is refused', async () => {
    const failing = ask('Who?', { pinned: [{ ...pinned, root: 1 }] });
    await expect(failing).rejects.toMatchObject({ id: 'rootMissing' });
    await expect(failing).rejects.toThrow('notes/visit.md');
  });
});

describe('a question that leans on the one before it', () => {
  const shop = temporary(shopFiles);
  const asking = { roots: [{ path: shop }] };

  async function first(): Promise<QuestionBefore> {
    const { question, evidence } = await ask('How is a book lent out of the stock?', asking);
    expect(evidence[0]!.path).toBe('stock.py');
    return { question, evidence };
  }

  it('is searched by what that one found, and says so before and after it reads', async () => {
    const before = await first();
    const progress: AskProgress[] = [];
    const result = await ask('and where is it called?', { ...asking, before }, progress);
    expect(result.carried).toMatchObject({
      from: before.question,
      text: 'and where is take_from_shelf called?',
    });
    expect(result.carried!.names[0]).toBe('take_from_shelf');
    expect(result.evidence[0]!.path).toBe('desk.py');
    expect(progress.find(({ kind }) => kind === 'carried')).toEqual({
      kind: 'carried',
      carried: result.carried,
    });
    const kinds = progress.map(({ kind }) => kind);
    expect(kinds.indexOf('carried')).toBeLessThan(kinds.indexOf('evidence'));
    const alone = await ask('and where is it called?', asking);
    expect(alone.carried).toBeUndefined();
    expect(alone.evidence[0]!.path).toBe('opening.py');
  });

  it('finds in the same function what is asked about it', async () => {
    const { evidence } = await ask('What about errors?', { ...asking, before: await first() });
    expect(evidence[0]!.path).toBe('stock.py');
    expect(evidence[0]!.text).toContain('raise LoanError');
  });

  it('is not bent where it stands by itself', async () => {
    const question = 'Where are the readers called when we open?';
    const after = await ask(question, { ...asking, before: await first() });
    const alone = await ask(question, asking);
    expect(after.carried).toBeUndefined();
    expect(after.evidence).toEqual(alone.evidence);
  });
});

describe('the evidence of a question', () => {
  it('has lineScores for each line and the parts of its score', async () => {
    const progress: AskProgress[] = [];
    const { evidence } = await ask('Where does the archive key hang?', {}, progress);
    const told = progress.flatMap((event) => (event.kind === 'evidence' ? event.evidence : []));
    for (const { text, lineScores, parts } of [...told, ...evidence]) {
      expect(lineScores).toHaveLength(text.split('\n').length);
      for (const value of [...lineScores!, parts!.attention, parts!.keywords]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }
    const [best] = evidence;
    const line = best!.text.split('\n').findIndex((text) => text.includes('archive key'));
    expect(best!.lineScores![line]).toBe(1);
    expect(best!.parts).toEqual({ attention: 1, keywords: 1 });
  });
});

describe('an answer from given evidence', () => {
  const evidence = [pinned, { ...pinned, text: 'The vault in Oslo opens at nine.' }];
  const answer = (
    writer: 'embedded' | 'none',
    given: readonly Evidence[] = evidence,
    signal = never,
    onProgress: (event: AskProgress) => void = () => undefined,
  ) =>
    engine.answer(
      { question: 'Who is the caretaker?', evidence: given, writer },
      new Run(onProgress, signal),
    );

  it('is written and cited without anything being read', async () => {
    const progress: AskProgress[] = [];
    const written = await answer('embedded', evidence, never, (event) => progress.push(event));
    expect(written.writer).toBe('minimind2-small');
    expect(written.text).toContain('Odenwald');
    expect(written.citations).toContainEqual(expect.objectContaining({ marker: '[1]', evidence: 0 }));
    expect(new Set(progress.map(({ kind }) => kind))).toEqual(new Set(['answer']));
  });

  it('is empty without a writer or without evidence', async () => {
    expect((await answer('none')).text).toBe('');
    expect((await answer('embedded', [])).text).toBe('');
  });

  it('that is cancelled is what was written until then', async () => {
    const cancel = new AbortController();
    let last = '';
    const written = await answer('embedded', evidence, cancel.signal, (event) => {
      if (event.kind !== 'answer') return;
      last = event.text;
      if (last.split(' ').length > 3) cancel.abort();
    });
    expect(written.text).not.toBe('');
    expect(written.text.startsWith(last.trim())).toBe(true);
    expect(last.split(' ')).toHaveLength(4);
  });

  it('needs a question', async () => {
    const asking = engine.answer({ question: ' ', evidence, writer: 'embedded' }, new Run());
    await expect(asking).rejects.toMatchObject({ id: 'questionEmpty' });
  });
});
