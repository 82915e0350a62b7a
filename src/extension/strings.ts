/** Every text that a user sees, in one place, so that translating needs no other file. */
import type { PanelStrings } from '../engine/panelProtocol.ts';
import type { SkipReason } from '../engine/protocol.ts';

/** The shape of `vscode.l10n.t`; numbers are formatted for the reader before they come here. */
export type Translate = (message: string, ...args: string[]) => string;

/** Plain replacement of `{0}`, `{1}`…: what `Translate` does when there is no translation. */
export const untranslated: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => args[Number(index)] ?? whole);

export function panelStrings(t: Translate): PanelStrings {
  return {
    questionLabel: t('Your question'),
    questionPlaceholder: t('Ask about these files. Enter asks, Shift+Enter starts a new line.'),
    ask: t('Ask'),
    cancel: t('Cancel'),
    cancelling: t('Stopping…'),
    evidence: t('Evidence'),
    evidenceHint: t('The lines that fit the question best, by the attention of the model and by keywords.'),
    answer: t('Answer'),
    goToAnswer: t('Go to the answer'),
    goToEvidence: t('Back to the evidence'),
    copy: t('Copy'),
    copied: t('Copied'),
    open: t('Open'),
    stale: t('The file has changed since these lines were read.'),
    showAll: t('Show all lines'),
    showAllEvidence: t('Show all evidence'),
    showBestEvidence: t('Show only the best evidence'),
    showLess: t('Show fewer lines'),
    unsupported: t('not supported by the evidence'),
    progress: t('Progress of reading'),
    score: t('Attention score'),
    skipped: t('Skipped files'),
    welcome: t('Ask, and every file is read for your question.'),
    welcomeHint: t('The model reads on this machine. The lines that matter appear here while it reads.'),
  };
}

/** What stands before the count of files that were skipped for one reason. */
export function skipReasonText(t: Translate, reason: SkipReason): string {
  switch (reason) {
    case 'ignored':
      return t('Ignored by an ignore file');
    case 'binary':
      return t('Not text');
    case 'minified':
      return t('Minified or generated');
    case 'tooLarge':
      return t('Larger than the limit in the settings');
    case 'empty':
      return t('Empty');
    case 'unreadable':
      return t('Could not be read');
    case 'vanished':
      return t('Removed while reading');
    case 'linkLoop':
      return t('Link to a folder above');
    case 'unsupported':
      return t('Kind of file not supported yet');
  }
}
