import { strict as assert } from 'node:assert';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../../src/extension/api.ts';
import { ask, fixture, setWriter, untilState, watch } from './support.ts';

async function setBackground(on: boolean | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration('infiniask')
    .update('readInBackground', on, vscode.ConfigurationTarget.Global);
}

const kindOf = ({ background }: Snapshot): string => background.kind;

/** Reading while nothing is asked, with the engine and the model that are shipped. */
export function readingAhead(): void {
  describe('Reading in the background', () => {
    const added = () => join(fixture().library, 'added.md');
    before(async () => {
      await setWriter('none');
      // Leaves the workspace as the place to read, whatever the suite before has chosen.
      await ask('Where does the archive key hang?');
    });
    after(async () => {
      await setBackground(undefined);
      await rm(added(), { force: true });
    });

    it('is off unless it is turned on', async () => {
      const { background } = await untilState('a state', () => true);
      assert.deepEqual(background, { kind: 'off' });
    });

    it('reads all there is, so that a question has nothing to read', async () => {
      // No file and no question before has brought these windows into the memory.
      await vscode.commands.executeCommand('infiniask.clearCache');
      const { states } = await watch(async () => {
        await setBackground(true);
        await untilState('the background to have read everything', (state) => kindOf(state) === 'done');
      });
      assert.ok(states.some((state) => kindOf(state) === 'reading'));
      const found = await ask('Where does the archive key hang?');
      assert.equal(found.evidence[0]?.path, 'README.md');
      const coverage = found.result?.coverage;
      assert.ok(coverage && coverage.windows > 0);
      assert.equal(coverage.remembered, coverage.windows);
    });

    it('reads on after a file was added', async () => {
      await writeFile(added(), 'The reading lamp of the archive is made of brass.\n');
      assert.ok((await readFile(added(), 'utf8')).includes('brass'));
      await untilState('the news of the file', (state) => kindOf(state) === 'waiting');
      await untilState('the file to be read', (state) => kindOf(state) === 'done');
      const found = await ask('What is the reading lamp of the archive made of?');
      assert.equal(found.evidence[0]?.path, 'added.md');
      assert.equal(found.result?.coverage.remembered, found.result?.coverage.windows);
    });

    it('ends at once when it is turned off', async () => {
      await setBackground(false);
      await untilState('it to be off', (state) => kindOf(state) === 'off');
    });
  });
}
