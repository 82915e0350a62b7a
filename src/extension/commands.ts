/** Every command in one table; the type makes a forgotten one a compile error. */
import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { clearEndpointKeys, setEndpointKey } from './endpointKeyCommands.ts';
import { commandIds, type CommandId } from './ids.ts';
import { suggestFolder } from './noFolder.ts';
import { chosenScope } from './scope.ts';

type Handler = (context: Context, ...args: unknown[]) => unknown;

const handlers: Record<CommandId, Handler> = {
  /** `{ question?: string }`: with a question, resolves with the outcome (a `Snapshot`). */
  'infiniask.ask': (context, options) => {
    context.choose(undefined);
    return askOrFocus(context, questionOf(options));
  },
  /** From the explorer: the folder clicked and all that are selected; then `{ question?: string }` as above. */
  'infiniask.askFolder': async (context, uri, selected, options) => {
    const several = Array.isArray(selected) && selected.length > 0;
    const uris = (several ? (selected as unknown[]) : [uri]).filter((one) => one instanceof vscode.Uri);
    if (uris.length === 0) return handlers['infiniask.ask'](context, options);
    context.choose(await chosenScope(uris));
    return askOrFocus(context, questionOf(options));
  },
  'infiniask.cancel': (context) => context.session.cancel(),
  /** `{ id: number }`: brings that piece of evidence into view. */
  'infiniask.showPanel': (context, target) => {
    const id = idOf(target);
    if (id === undefined) context.panel.show();
    else context.panel.reveal(id);
  },
  'infiniask.clear': (context) => context.clear(),
  'infiniask.nextSpan': (context) => context.openNeighbour(1),
  'infiniask.previousSpan': (context) => context.openNeighbour(-1),
  /** A number: place in the list of evidence, from 0; `{ id: number }`: as the hover and the panel name it. */
  'infiniask.openEvidence': (context, target) => {
    const id = typeof target === 'number' ? context.session.state.kept[target] : idOf(target);
    return id === undefined ? false : context.openEvidence(id);
  },
  /** Resolves with the number of bytes that were freed. */
  'infiniask.clearCache': (context) => context.clearCache(),
  'infiniask.setEndpointKey': (context) => setEndpointKey(context.keys),
  'infiniask.clearEndpointKey': (context) => clearEndpointKeys(context.keys),
};

export function registerCommands(context: Context): vscode.Disposable[] {
  return commandIds.map((id) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => handlers[id](context, ...args)),
  );
}

function askOrFocus(context: Context, question: string): unknown {
  if (question !== '') return context.ask(question);
  if (context.scope.length === 0) suggestFolder();
  else context.panel.focusQuestion();
  return undefined;
}

function questionOf(options: unknown): string {
  const has = typeof options === 'object' && options !== null && 'question' in options;
  return has && typeof options.question === 'string' ? options.question.trim() : '';
}

function idOf(target: unknown): number | undefined {
  const has = typeof target === 'object' && target !== null && 'id' in target;
  return has && typeof target.id === 'number' && Number.isInteger(target.id) ? target.id : undefined;
}
