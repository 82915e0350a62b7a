/** The engine that answers and the one that reads in the background, each in a process of its own. */
import * as vscode from 'vscode';
import { EngineClient, type EngineClientOptions } from '../client/index.ts';
import { ReadAhead } from './background/readAhead.ts';
import type { Disposable } from './disposable.ts';
import { askerOf } from './session/asker.ts';
import { carry } from './session/pinned.ts';
import type { ScopeRoot } from './session/runState.ts';
import type { ScopeChoice } from './session/scopeChoice.ts';
import type { Asker } from './session/session.ts';
import { cacheEnvironment } from './settings.ts';
import { editorWriter } from './writing/editorAccess.ts';
import type { EndpointKeys } from './writing/endpointKeys.ts';

export class Engines implements Disposable {
  readonly client: EngineClient;
  readonly asker: Asker;
  readonly readAhead: ReadAhead;
  readonly #onScope: Disposable;

  constructor(
    extension: vscode.ExtensionContext,
    scope: ScopeChoice,
    keys: EndpointKeys,
    log: (line: string) => void,
  ) {
    const options: EngineClientOptions = {
      enginePath: enginePath(extension),
      log,
      environment: () => cacheEnvironment(extension.globalStorageUri),
    };
    this.client = new EngineClient({
      ...options,
      write: editorWriter(extension.globalState),
      onBusy: (busy) => this.readAhead.reading.setBusy(busy),
    });
    this.asker = askerOf(this.client, keys);
    this.readAhead = new ReadAhead(options, () => readOf(scope.roots), log);
    this.#onScope = scope.onDidChange((before) => this.readAhead.onScope(readOf(before)));
  }

  /** Forgets what is kept on disk between questions. @returns bytes that were freed */
  async clearCache(): Promise<number> {
    const bytes = await this.client.clearMemory();
    this.readAhead.reading.changed();
    return bytes;
  }

  /** Ends the engines; resolves when their processes are gone. */
  async stop(): Promise<void> {
    await Promise.all([this.client.dispose(), this.readAhead.stop()]);
  }

  dispose(): void {
    this.#onScope.dispose();
    this.readAhead.dispose();
  }
}

/** The part of a scope that the next question reads when nothing is pinned. */
function readOf(scope: readonly ScopeRoot[]): readonly ScopeRoot[] {
  return carry(scope, undefined).roots;
}

/** Tests and development may name another engine; an installed extension always runs its own. */
function enginePath(extension: vscode.ExtensionContext): string {
  const other = process.env['INFINIASK_ENGINE_PATH'];
  const isInstalled = extension.extensionMode === vscode.ExtensionMode.Production;
  return other && !isInstalled ? other : extension.asAbsolutePath('dist/engine.cjs');
}
