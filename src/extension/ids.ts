/** Ids that the manifest declares too; each is written once in the code. */
export const commandIds = [
  'infiniask.ask',
  'infiniask.askFolder',
  'infiniask.askFile',
  'infiniask.askSelection',
  'infiniask.cancel',
  'infiniask.showPanel',
  'infiniask.clear',
  'infiniask.nextSpan',
  'infiniask.previousSpan',
  'infiniask.peekEvidence',
  'infiniask.openEvidence',
  'infiniask.clearCache',
  'infiniask.setEndpointKey',
  'infiniask.clearEndpointKey',
  'infiniask.chooseModel',
] as const;

export type CommandId = (typeof commandIds)[number];

export const evidenceViewId = 'infiniask.evidence';

export const mcpProviderId = 'infiniask.mcp';

export const panelViewType = 'infiniask.panel';

/** The editor of ours that shows a PDF. */
export const pdfViewType = 'infiniask.pdf';
/** The editor of ours that shows the text of a document, or its sheets. */
export const documentViewType = 'infiniask.document';

/** Keys for the `when` clauses of the manifest. */
export const contextKeys = { running: 'infiniask.running', hasSpans: 'infiniask.hasSpans' } as const;

export const colourIds = {
  background: 'infiniask.retainedLineBackground',
  ruler: 'infiniask.retainedLineRuler',
} as const;

/** Key, for all workspaces, of the consent to send kept lines to the editor's language models. */
export const editorConsentKey = 'infiniask.editorConsent';

/** Key of the last answer in the workspace's storage. */
export const savedRunKey = 'infiniask.lastRun';

/** Key of what the user has chosen to read, in the workspace's storage. */
export const savedScopeKey = 'infiniask.scope';

/** Key of the earlier questions in the workspace's storage. */
export const historyKey = 'infiniask.history';

/** Key in the storage of the machine: something has been asked before. */
export const hasAskedKey = 'infiniask.hasAsked';
