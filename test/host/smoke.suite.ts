import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './support.ts';

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

/** The extension is there, starts, and keeps what its manifest promises. */
export function smoke(): void {
  describe('The extension', () => {
    it('is installed and activates', async () => {
      const extension = vscode.extensions.getExtension(EXTENSION_ID);
      assert.ok(extension, `${EXTENSION_ID} is not installed`);
      await extension.activate();
      assert.equal(extension.isActive, true);
    });

    it('registers every command that its manifest contributes', async () => {
      const manifest = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON as Manifest;
      const contributed = manifest.contributes?.commands ?? [];
      const registered = new Set(await vscode.commands.getCommands(true));
      assert.ok(contributed.length > 0, 'the manifest contributes no command');
      assert.deepEqual(
        contributed.map(({ command }) => command).filter((command) => !registered.has(command)),
        [],
      );
    });
  });
}
