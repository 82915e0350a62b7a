/** Every command in one table; the type makes a forgotten one a compile error. */
import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { commandIds, type CommandId } from './ids.ts';
import { chooseModel } from './models/chooseModel.ts';
import type { ChosenRole } from './models/modelChoices.ts';
import { suggestFolder } from './noFolder.ts';
import { draftOf } from './selectionText.ts';
import { chosenScope } from './session/scope.ts';
import { clearEndpointKeys, setEndpointKey } from './writing/endpointKeyCommands.ts';

type Handler = (context: Context, ...args: unknown[]) => unknown;

const handlers: Record<CommandId, Handler> = {
  /** `{ question?: string }`: with a question, resolves with the outcome (a `Snapshot`). */
  'infiniask.ask': (context, options) => {
    context.scope.choose(undefined);
    return askOrFocus(context, questionOf(options));
  },
  /** From the explorer: the folder clicked and all that are selected; then `{ question?: string }` as above. */
  'infiniask.askFolder': async (context, ...args) => askAbout(context, placesIn(args), args),
  /** As above for files, also from a tab or from source control; without any, the file of the active editor. */
  'infiniask.askFile': async (context, ...args) => {
    const places = placesIn(args);
    const active = vscode.window.activeTextEditor?.document.uri;
    return askAbout(context, places.length === 0 && active ? [active] : places, args);
  },
  /** The file of the active editor is read, and what is selected stands in the question box. */
  'infiniask.askSelection': async (context) => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return handlers['infiniask.ask'](context);
    const { document, selection } = editor;
    const scope = await chosenScope([document.uri]);
    // A document that is on no disk cannot be read; its selection can be asked about all the same.
    context.scope.choose(scope.length > 0 ? scope : undefined);
    if (context.scope.roots.length === 0) suggestFolder();
    else context.panel.focusQuestion(draftOf(document.getText(selection)));
    return undefined;
  },
  'infiniask.cancel': (context) => context.session.cancel(),
  /** `{ id: number }`: brings that piece of evidence into view. */
  'infiniask.showPanel': (context, target) => {
    const id = idOf(target);
    if (id === undefined) context.panel.show();
    else context.panel.reveal(id);
  },
  'infiniask.clear': (context) => context.clear(),
  'infiniask.nextSpan': (context) => context.evidence.openNeighbour(1),
  'infiniask.previousSpan': (context) => context.evidence.openNeighbour(-1),
  'infiniask.peekEvidence': (context) => context.evidence.peek(),
  /** A number: place in the list of evidence, from 0; `{ id: number }`: as the hover and the panel name it. */
  'infiniask.openEvidence': (context, target) => {
    const id = typeof target === 'number' ? context.session.state.kept[target] : idOf(target);
    return id === undefined ? false : context.evidence.open(id);
  },
  /** Resolves with the number of bytes that were freed. */
  'infiniask.clearCache': async ({ engines }) => {
    const bytes = await engines.clearCache();
    const size = Math.round(bytes / 1e6).toLocaleString(vscode.env.language);
    void vscode.window.showInformationMessage(vscode.l10n.t('The cache is empty. {0} MB were freed.', size));
    return bytes;
  },
  'infiniask.setEndpointKey': (context) => setEndpointKey(context.keys),
  'infiniask.clearEndpointKey': (context) => clearEndpointKeys(context.keys),
  /** `{ role: 'reader' | 'writer' }`: without asking which. Resolves with the id or path that was chosen. */
  'infiniask.chooseModel': ({ engines }, options) => chooseModel(engines.client, roleOf(options)),
};

export function registerCommands(context: Context): vscode.Disposable[] {
  return commandIds.map((id) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => handlers[id](context, ...args)),
  );
}

async function askAbout(context: Context, places: readonly vscode.Uri[], args: unknown[]): Promise<unknown> {
  const options = args.find((arg) => questionOf(arg) !== '');
  const scope = await chosenScope(places);
  if (scope.length === 0) return handlers['infiniask.ask'](context, options);
  context.scope.choose(scope);
  return askOrFocus(context, questionOf(options));
}

/** What a menu was opened on and what is selected with it: places, or the changes of source control. */
function placesIn(args: readonly unknown[]): vscode.Uri[] {
  return args.flat().flatMap((arg) => {
    const place: unknown =
      typeof arg === 'object' && arg !== null && 'resourceUri' in arg ? arg.resourceUri : arg;
    return place instanceof vscode.Uri ? [place] : [];
  });
}

function askOrFocus(context: Context, question: string): unknown {
  if (question !== '') return context.ask(question);
  if (context.scope.roots.length === 0) suggestFolder();
  else context.panel.focusQuestion();
  return undefined;
}

function questionOf(options: unknown): string {
  const has = typeof options === 'object' && options !== null && 'question' in options;
  return has && typeof options.question === 'string' ? options.question.trim() : '';
}

function roleOf(options: unknown): ChosenRole | undefined {
  const role =
    typeof options === 'object' && options !== null && 'role' in options ? options.role : undefined;
  return role === 'reader' || role === 'writer' ? role : undefined;
}

function idOf(target: unknown): number | undefined {
  const has = typeof target === 'object' && target !== null && 'id' in target;
  return has && typeof target.id === 'number' && Number.isInteger(target.id) ? target.id : undefined;
}
