/** The action for each message of the panel, in one table whose type makes a forgotten message a compile error. */
import * as vscode from 'vscode';
import type { Evidence, PanelToHost } from '../../contract/index.ts';
import { inWords, message } from '../../messages/index.ts';
import { answerMarkdown, evidenceMarkdown } from '../evidence/asMarkdown.ts';
import type { EvidenceLinks } from '../evidence/evidenceLinks.ts';
import { pickScope } from '../session/pickScope.ts';
import { keptEvidence, searchedBy } from '../session/runState.ts';
import type { ScopeChoice } from '../session/scopeChoice.ts';
import type { Session } from '../session/session.ts';
import type { Details } from './details.ts';
import { linkPath } from './panelCoverage.ts';

/** What the actions act on. */
export interface PanelTargets {
  readonly session: Session;
  readonly scope: ScopeChoice;
  readonly evidence: Pick<EvidenceLinks, 'open' | 'openSignature' | 'spanOf'>;
  readonly details: Details;
  readonly ask: (question: string, options: PanelAskOptions) => Promise<unknown>;
}

export interface PanelAskOptions {
  /** What is pinned stands in front of what is found. */
  readonly keepPinned: boolean;
  /** The question may lean on the one before it. */
  readonly goesOn: boolean;
}

type Actions = {
  readonly [Type in PanelToHost['type']]: (
    targets: PanelTargets,
    message: PanelToHost & { readonly type: Type },
  ) => unknown;
};

const actions: Actions = {
  ready: () => undefined,
  ask: (targets, { question, keepPinned = true }) =>
    ask(targets, question.trim(), { keepPinned, goesOn: true }),
  retry: (targets) => ask(targets, targets.session.state.asked.question, { keepPinned: true, goesOn: true }),
  askAlone: (targets) =>
    ask(targets, targets.session.state.asked.question, { keepPinned: true, goesOn: false }),
  newQuestion: ({ session }) => session.beginAnew(),
  cancel: ({ session }) => session.cancel(),
  pause: ({ session }, { paused }) => session.pause(paused),
  open: ({ evidence }, { id }) => evidence.open(id),
  openSide: ({ evidence }, { id }) => evidence.open(id, { toSide: true }),
  openSignature: ({ evidence }, { id }) => evidence.openSignature(id),
  openAll,
  copyEvidence: ({ session }, { id }) => {
    const piece = pieceOf(session, id);
    return copy(piece ? evidenceMarkdown(piece.path, piece.evidence) : '');
  },
  copyAnswer: ({ session }) => {
    const { written, answerText } = session.state;
    const isWritten = written !== null && written.answer.text !== '';
    return copy(isWritten ? answerMarkdown(written, (id) => pieceOf(session, id)) : answerText);
  },
  pin: ({ session }, { id, pinned }) => session.pin(id, pinned),
  drop: ({ session }, { id }) => session.drop(id),
  restore: ({ session }) => session.restoreDropped(),
  answerAgain: ({ session }) => session.answerAgain(),
  readRest: ({ session }) => session.readRest(),
  why: ({ session, details }, { id }) => {
    const { roots, known } = session.state;
    const evidence = known[id];
    if (!evidence) return undefined;
    const question = searchedBy(session.state);
    const prefix = roots[evidence.root]?.prefix;
    return details.why(id, prefix ? { question, evidence, prefix } : { question, evidence });
  },
  expand: ({ evidence, details }, { id }) => {
    const span = evidence.spanOf(id);
    return span && details.expand(id, span);
  },
  addScope: async ({ scope }) => {
    const picked = await pickScope(scope.chosen);
    if (picked !== null) scope.choose(picked);
  },
  removeScope: ({ scope }, { id }) => {
    const left = scope.chosen?.filter((_, i) => i !== id) ?? [];
    scope.choose(left.length > 0 ? left : undefined);
  },
  chooseReader: () => vscode.commands.executeCommand('infiniask.chooseModel', { role: 'reader' }),
  chooseWriter: () => vscode.commands.executeCommand('infiniask.chooseModel', { role: 'writer' }),
  settings: () => vscode.commands.executeCommand('workbench.action.openSettings', 'infiniask'),
};

/** Runs the action of a message; resolves when it is done. */
export async function act(targets: PanelTargets, asked: PanelToHost): Promise<void> {
  const action = actions[asked.type] as (targets: PanelTargets, asked: PanelToHost) => unknown;
  await action(targets, asked);
}

async function ask(
  { ask, session }: PanelTargets,
  question: string,
  options: PanelAskOptions,
): Promise<void> {
  if (question !== '') {
    await ask(question, options);
    return;
  }
  const told = inWords(message('questionEmpty'), vscode.l10n.t);
  session.refuse({ id: 'questionEmpty', message: told, skipped: [] });
}

/** Opens one editor for each file, at its best piece. */
async function openAll({ session, evidence }: PanelTargets): Promise<void> {
  const seen = new Set<string>();
  for (const { id } of keptEvidence(session.state)) {
    const file = evidence.spanOf(id)?.file;
    if (file === undefined || seen.has(file)) continue;
    seen.add(file);
    await evidence.open(id, { keep: true });
  }
}

function pieceOf(
  session: Session,
  id: number,
): { readonly path: string; readonly evidence: Evidence } | undefined {
  const { known, roots } = session.state;
  const evidence = known[id];
  return evidence && { path: linkPath(roots, evidence), evidence };
}

async function copy(text: string): Promise<void> {
  if (text !== '') await vscode.env.clipboard.writeText(text);
}
