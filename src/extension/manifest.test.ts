/** What the manifest and the code have to say alike. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import {
  colourIds,
  commandIds,
  contextKeys,
  documentViewType,
  evidenceViewId,
  mcpProviderId,
  pdfViewType,
} from './ids.ts';
import { toolName } from '../tool/index.ts';

const { contributes } = manifest;

/**
 * Settings that even a folder which nobody trusts may set for itself, and why nothing outside it can be hurt. A setting
 * that is not here has to belong to the machine, or to be among `restrictedConfigurations`.
 */
const actsInside: Readonly<Record<string, string>> = {
  'infiniask.evidenceTokens': 'how many lines of the folder are shown, within bounds',
  'infiniask.reading': 'how much of the folder is read',
  'infiniask.maxFileSizeKB': 'which of the folder’s own files are read',
  'infiniask.maxDocumentSizeMB': 'which of the folder’s own documents are read',
  'infiniask.encoding': 'how the folder’s own files are decoded',
  'infiniask.passOver': 'which of the folder’s own files are passed over',
};
const sorted = (values: readonly string[]) => [...values].sort();

describe('the manifest', () => {
  it('declares every command once, with a title of its own', () => {
    expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(commandIds));
    for (const { command, title, category } of contributes.commands) {
      expect([title, category]).toEqual([`%${command.replace('infiniask.', 'command.')}%`, 'InfiniAsk']);
    }
  });

  it('starts with no window by itself', () => {
    expect(manifest.activationEvents).toEqual(['onWebviewPanel:infiniask.panel']);
  });

  it('uses declared commands, views and keys of context only', () => {
    const uses = JSON.stringify([contributes.menus, contributes.keybindings, contributes.views]);
    const known: readonly string[] = [...commandIds, ...Object.values(contextKeys), evidenceViewId];
    const used = [...uses.matchAll(/infiniask\.\w+/g)].map(([id]) => id);
    expect(used.length).toBeGreaterThan(10);
    for (const id of used) expect(known, id).toContain(id);
    for (const { key, mac } of contributes.keybindings) expect(mac).toBe(key.replace('ctrl', 'cmd'));
  });

  it('declares the colours, the tool, the server and the view that the code registers', () => {
    expect(sorted(contributes.colors.map(({ id }) => id))).toEqual(sorted(Object.values(colourIds)));
    expect(contributes.languageModelTools.map(({ name }) => name)).toEqual([toolName]);
    expect(contributes.mcpServerDefinitionProviders.map(({ id }) => id)).toEqual([mcpProviderId]);
    expect(contributes.views.explorer.map(({ id }) => id)).toEqual([evidenceViewId]);
  });

  it('offers an editor for every kind of document whose text is taken out, and forces it on none', () => {
    const { customEditors } = contributes;
    expect(customEditors.map(({ viewType }) => viewType)).toEqual([pdfViewType, documentViewType]);
    expect(customEditors.every(({ priority }) => priority === 'option')).toBe(true);
    const patterns = customEditors
      .flatMap(({ selector }) => selector)
      .map(({ filenamePattern }) => filenamePattern);
    const offered = patterns.flatMap(
      (pattern) => /^\*\.\{?([\w,]+)\}?$/.exec(pattern)?.[1]?.split(',') ?? [],
    );
    const kinds = readFileSync(join(import.meta.dirname, '../corpus/documents/kinds.ts'), 'utf8');
    const extensions = [...kinds.matchAll(/extensions: \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'(\w+)'/g)].map(([, extension]) => extension),
    );
    expect(extensions.length).toBeGreaterThan(20);
    expect(sorted(offered)).toEqual(sorted(extensions as string[]));
  });

  it('tells agents of the budget that the user has too', () => {
    const { default: tokens } = contributes.configuration.properties['infiniask.evidenceTokens'];
    for (const { inputSchema } of contributes.languageModelTools)
      expect(inputSchema.properties.budget.description).toContain(`default ${tokens}.`);
  });

  it('lets a folder that is not trusted decide nothing about where text is sent, and asks for files on a disk', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    expect([untrustedWorkspaces.supported, virtualWorkspaces.supported]).toEqual(['limited', false]);
    const settings = Object.keys(contributes.configuration.properties);
    const sending = settings.filter((id) => /writer|endpoint|editorModel/i.test(id));
    expect(sending.length).toBeGreaterThan(2);
    for (const id of sending) expect(untrustedWorkspaces.restrictedConfigurations).toContain(id);
    for (const id of untrustedWorkspaces.restrictedConfigurations) expect(settings).toContain(id);
  });

  it('lets a folder decide only about its own reading: every other setting is the user’s, or needs trust', () => {
    const properties: Readonly<Record<string, { readonly type: unknown; readonly scope?: string }>> =
      contributes.configuration.properties;
    const restricted: readonly string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const id of Object.keys(actsInside)) expect(properties, id).toHaveProperty([id]);
    const undecided = Object.entries(properties).filter(
      ([id, { scope = 'window' }]) =>
        !(id in actsInside) && !['machine', 'application'].includes(scope) && !restricted.includes(id),
    );
    expect(undecided.map(([id]) => id)).toEqual([]);
    expect(properties['infiniask.cacheSizeMB']?.scope, 'one cache for all folders').toBe('machine');
  });

  it('has a walkthrough of four steps, whose pictures are there and whose commands exist', () => {
    const [{ steps }] = contributes.walkthroughs as [(typeof contributes.walkthroughs)[number]];
    expect(steps).toHaveLength(4);
    const known: readonly string[] = commandIds;
    for (const { media, completionEvents } of steps) {
      expect(existsSync(join(import.meta.dirname, '../..', media.svg)), media.svg).toBe(true);
      for (const event of completionEvents) {
        const command = /^onCommand:(infiniask\..*)$/.exec(event)?.[1];
        if (command !== undefined) expect(known).toContain(command);
      }
    }
  });
});
