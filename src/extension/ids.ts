/** Ids that the manifest declares too; each is written once in the code. */
export const commandIds = [
  'infiniask.ask',
  'infiniask.askFolder',
  'infiniask.cancel',
  'infiniask.showPanel',
  'infiniask.clear',
  'infiniask.nextSpan',
  'infiniask.previousSpan',
  'infiniask.openEvidence',
  'infiniask.clearCache',
] as const;

export type CommandId = (typeof commandIds)[number];

export const panelViewType = 'infiniask.panel';

/** Keys for the `when` clauses of the manifest. */
export const contextKeys = { running: 'infiniask.running', hasSpans: 'infiniask.hasSpans' } as const;

export const colourIds = {
  background: 'infiniask.retainedLineBackground',
  ruler: 'infiniask.retainedLineRuler',
} as const;

/** Key of the last answer in the workspace's storage. */
export const savedRunKey = 'infiniask.lastRun';

/** Key of the earlier questions in the workspace's storage. */
export const historyKey = 'infiniask.history';

/** Key in the storage of the machine: something has been asked before. */
export const hasAskedKey = 'infiniask.hasAsked';
