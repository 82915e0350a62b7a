import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { Snapshot } from '../../src/extension/api.ts';
import type { WriterId } from '../../src/contract/index.ts';
import { breaksAfter, deadUrl, MODEL, StandIn, streams } from '../writers/standIn.ts';
import { ask, EXTENSION_ID, setWriter, watch } from './support.ts';

const QUESTION = 'Where does the archive key hang?';
const ANSWER = 'The archive key hangs behind the blue door [1].';

/** All that the panel says. */
const shown = ({ panel }: Snapshot): string => JSON.stringify(panel);

async function setEndpoint(url: string | undefined, model: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('infiniask');
  await settings.update('endpoint.url', url, vscode.ConfigurationTarget.Global);
  await settings.update('endpoint.model', model, vscode.ConfigurationTarget.Global);
}

/** Who writes, through the settings of the editor. */
export function writers(): void {
  describe('Who writes is a setting', () => {
    let server: StandIn;
    before(async () => {
      server = await StandIn.start();
    });
    after(async () => {
      await setWriter('none');
      await setEndpoint(undefined, undefined);
      await server.close();
    });

    it('and every writer is one of its values', () => {
      const manifest = vscode.extensions.all.find(({ id }) => id === EXTENSION_ID)?.packageJSON as {
        contributes: { configuration: { properties: Record<string, { enum?: string[] }> } };
        capabilities: { untrustedWorkspaces: { supported: unknown; restrictedConfigurations: string[] } };
      };
      const all: WriterId[] = ['embedded', 'editor', 'endpoint', 'none'];
      assert.deepEqual(manifest.contributes.configuration.properties['infiniask.writer']?.enum, all);
      const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
      assert.equal(supported, 'limited');
      for (const name of ['writer', 'endpoint.url', 'endpoint.model', 'editorModel']) {
        assert.ok(restrictedConfigurations.includes(`infiniask.${name}`), name);
      }
    });

    it('an endpoint writes, is named, and its markers are links', async () => {
      server.behaviour = streams([ANSWER.slice(0, 20), ANSWER.slice(20)]);
      await setWriter('endpoint');
      await setEndpoint(server.url, MODEL);
      const { states, result } = await watch(() => ask(QUESTION));
      assert.ok(states.some(({ panel }) => panel.answer?.growing));
      assert.equal(result.status, 'done');
      assert.equal(result.result?.answer.text, ANSWER);
      assert.ok(result.panel.answer?.byline.includes(`${MODEL} (${server.host})`));
      const best = result.panel.evidence[0];
      const cited = result.panel.answer?.parts.find(({ evidence }) => evidence !== undefined);
      assert.equal(cited?.evidence, best?.id);
    });

    it('an endpoint that is not there leaves the evidence, and the panel says what to do', async () => {
      await setWriter('endpoint');
      await setEndpoint(await deadUrl(), MODEL);
      const state = await ask(QUESTION);
      assert.equal(state.status, 'done');
      assert.equal(state.panel.error, '');
      assert.match(shown(state), /written: Nothing answers at .*Is the server running/);
      assert.equal(state.evidence[0]?.path, 'README.md');
    });

    it('an endpoint that breaks off leaves what it wrote', async () => {
      server.behaviour = breaksAfter([ANSWER]);
      await setWriter('endpoint');
      await setEndpoint(server.url, MODEL);
      const state = await ask(QUESTION);
      assert.match(shown(state), /ended the connection before the answer was complete/);
      assert.equal(state.result?.answer.text, ANSWER);
    });

    it('an editor without language models says so, and the evidence stands', async () => {
      assert.deepEqual(await vscode.lm.selectChatModels(), []);
      await setWriter('editor');
      const state = await ask(QUESTION);
      assert.equal(state.status, 'done');
      assert.match(shown(state), /written: The editor has no language model/);
      assert.equal(state.evidence[0]?.path, 'README.md');
    });

    it('keys can be forgotten', async () => {
      await vscode.commands.executeCommand('infiniask.clearEndpointKey');
    });
  });
}
