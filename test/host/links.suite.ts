import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../../src/extension/api.ts';
import { api, ask, fixture, selected, setWriter, until, untilState } from './support.ts';

/** The text of the extension's hover over a place (0-based). */
export async function hoverAt(file: string | vscode.Uri, line: number, character = 0): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    typeof file === 'string' ? vscode.Uri.file(file) : file,
    new vscode.Position(line, character),
  );
  // The old form of a hover's text is only for providers that return it.
  const texts = hovers.flatMap(({ contents }) =>
    contents.map((content) => (content as vscode.MarkdownString).value),
  );
  return texts.filter((text) => text.includes('InfiniAsk')).join('\n');
}

interface CommandLink {
  readonly command: string;
  readonly args: unknown[];
}

/** The command behind a link of Markdown. */
export function linkIn(markdown: string, text: string): CommandLink {
  const found = new RegExp(String.raw`\[${text}\]\(command:([\w.]+)\?([^)]*)\)`).exec(markdown);
  assert.ok(found, `no link "${text}" in ${markdown}`);
  return { command: found[1]!, args: JSON.parse(decodeURIComponent(found[2]!)) as unknown[] };
}

export async function follow({ command, args }: CommandLink): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

/** The span's lines as the editor counts them for people. */
function linesOf({ startLine, endLine }: { startLine: number; endLine: number }): [number, number] {
  return [startLine + 1, endLine + 1];
}

export function links(): void {
  describe('Links', () => {
    before(async () => {
      await setWriter('none');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('open exactly the lines of every piece of evidence, in every folder', async () => {
      for (const question of ['What is LOAN_DAYS?', 'When does the ferry to Elba leave?']) {
        const { panel, evidence, scope } = await ask(question);
        for (const [i, { root, path, startLine, endLine, text }] of evidence.entries()) {
          (await api()).receive({ type: 'open', id: panel.evidence[i]!.id });
          const file = join(scope[root]!.path, path);
          const editor = await until(`${file}:${startLine}-${endLine}`, () => {
            const now = selected();
            // The file may be open from the question before, with other lines of it selected.
            return now?.file === file && now.lines[0] === startLine && now.lines[1] === endLine && now;
          });
          // Sentences begin and end within lines; the selection is whole lines.
          for (const part of text.split(' … ')) assert.ok(editor.text.includes(part.trim()));
        }
      }
    });

    it('open by the place in the list too', async () => {
      const state = await ask('What is LOAN_DAYS?');
      const { startLine, endLine, text } = state.evidence[0]!;
      assert.match(text, /LOAN_DAYS = 28/);
      await vscode.commands.executeCommand('infiniask.openEvidence', 0);
      const file = join(fixture().library, 'src', 'loans.ts');
      assert.deepEqual(selected(), { file, lines: [startLine, endLine], text });
      assert.equal(await vscode.commands.executeCommand('infiniask.openEvidence', 9999), false);
    });

    it('open a sentence within its line without calling it changed', async () => {
      const state = await ask('What is the green boat called?');
      await vscode.commands.executeCommand('infiniask.openEvidence', 0);
      const file = join(fixture().notes, 'boats.txt');
      assert.equal(selected()?.file, file);
      assert.deepEqual(selected()?.lines, [1, state.evidence[0]?.endLine]);
      const { spans } = await untilState('the span', (now) => now.spans[0]?.file === file);
      assert.equal(spans[0]?.stale, false);
    });
  });

  describe('Kept lines', () => {
    const question = 'When does the ferry to Elba leave?';
    let state: Snapshot;
    before(async () => {
      await setWriter('none');
      state = await ask(question);
      assert.ok(state.spans.length > 1, 'the fixture gives several spans');
    });

    it('are the spans that are marked', () => {
      assert.equal(state.spans.length, state.evidence.length);
      for (const [i, span] of state.spans.entries()) {
        const { startLine, endLine, score } = state.evidence[i]!;
        assert.deepEqual(linesOf(span), [startLine, endLine]);
        assert.equal(span.score, score);
        assert.equal(span.rank, i + 1);
      }
    });

    it('tell of question, rank and score in their hover, and other lines do not', async () => {
      const [best] = state.spans;
      const text = await hoverAt(best!.file, best!.startLine);
      assert.match(text, new RegExp(String.raw`evidence 1 of ${state.spans.length}`));
      assert.match(text, /score [\d\\.]+/);
      assert.ok(text.replaceAll('\\', '').includes(question));
      const kept = new Set(
        state.spans.flatMap(({ file, startLine, endLine }) =>
          Array.from({ length: endLine - startLine + 1 }, (_, i) => `${file}:${startLine + i}`),
        ),
      );
      const rest = join(fixture().notes, 'rest.txt');
      const other = Array.from({ length: 40 }, (_, line) => line).find(
        (line) => !kept.has(`${rest}:${line}`),
      );
      assert.equal(await hoverAt(rest, other!), '');
    });

    it('lead from hover to hover through all of them and back', async () => {
      const [start] = state.spans;
      let at = start!;
      const seen = new Set<number>();
      for (let step = 0; step < state.spans.length; step++) {
        seen.add(at.id);
        await follow(linkIn(await hoverAt(at.file, at.startLine), 'Next'));
        const now = selected();
        const next = state.spans.find(
          (span) => span.file === now?.file && span.startLine + 1 === now.lines[0],
        );
        assert.ok(next, `no span at ${JSON.stringify(now)}`);
        assert.deepEqual(now?.lines, linesOf(next));
        at = next;
      }
      assert.equal(at.id, start!.id, 'the way is a circle');
      assert.equal(seen.size, state.spans.length);
      await follow(linkIn(await hoverAt(at.file, at.startLine), 'Previous'));
      await follow(linkIn(await hoverAt(selected()!.file, selected()!.lines[0] - 1), 'Next'));
      assert.deepEqual(selected()?.lines, linesOf(start!));
    });

    it('lead to the panel, also when it was closed', async () => {
      const [best] = state.spans;
      const back = linkIn(await hoverAt(best!.file, best!.startLine), 'Show in the panel');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await untilState('the panel to close', ({ panelOpen }) => !panelOpen);
      await follow(back);
      await untilState('the panel', ({ panelOpen }) => panelOpen);
      assert.equal((await api()).snapshot().panel.evidence.length, state.evidence.length);
    });

    it('are walked by the commands', async () => {
      await vscode.commands.executeCommand('infiniask.openEvidence', 0);
      const start = selected();
      await vscode.commands.executeCommand('infiniask.nextSpan');
      assert.notDeepEqual(selected(), start);
      await vscode.commands.executeCommand('infiniask.previousSpan');
      assert.deepEqual(selected(), start);
    });

    it('move with edits above them, and are called changed when they themselves are', async () => {
      const file = join(fixture().notes, '日记 one.txt');
      const mine = (now: Snapshot) => now.spans.find((span) => span.file === file && span.rank === 1);
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
      const { startLine } = mine((await api()).snapshot())!;
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'New.\n\n'));
      await untilState(
        'the span to move',
        (now) => mine(now)?.startLine === startLine + 2 && !mine(now)?.stale,
      );
      await editor.edit((edit) => edit.replace(editor.document.lineAt(3).range, 'Tuesday: no ferry.'));
      const stale = await untilState('the span to be stale', (now) => mine(now)?.stale === true);
      assert.equal(stale.panel.evidence[0]?.stale, true);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await untilState(
        'the span to be found again',
        (now) => mine(now)?.startLine === startLine && !mine(now)?.stale,
      );
    });

    it('are unmarked by command, while the panel keeps them', async () => {
      await vscode.commands.executeCommand('infiniask.clear');
      const { spans, panel } = (await api()).snapshot();
      assert.equal(spans.length, 0);
      assert.equal(panel.evidence.length, state.evidence.length);
    });
  });
}
