/** Every text that a user sees, in one place, so that translating needs no other file. */
import type { PanelStrings, SkipReason, WriterId } from '../contract/index.ts';
import type { Translate } from '../messages/index.ts';

export function panelStrings(t: Translate): PanelStrings {
  return {
    questionLabel: t('Your question'),
    questionPlaceholder: t('Ask about these files. Enter asks, Shift+Enter starts a new line.'),
    followUpPlaceholder: t('Ask a follow-up, such as “and where is it called?”'),
    newQuestion: t('New question'),
    askAlone: t('Ask without them'),
    ask: t('Ask'),
    cancel: t('Cancel'),
    cancelling: t('Stopping…'),
    pause: t('Pause'),
    resume: t('Continue'),
    scope: t('Where the question reads'),
    addScope: t('Choose files or folders'),
    removeScope: t('Do not read {0}'),
    settings: t('Settings'),
    chooseModel: t('Choose another model…'),
    preview: t('What would be read'),
    counting: t('Counting files…'),
    evidence: t('Evidence'),
    openAll: t('Open all'),
    answer: t('Answer'),
    goToEvidence: t('Go to the evidence'),
    copyMarkdown: t('Copy as Markdown with a link'),
    copyAnswer: t('Copy the answer with its sources'),
    copied: t('Copied'),
    openSide: t('Open to the side'),
    stale: t('The file has changed since these lines were read.'),
    showAll: t('Show all lines'),
    showAllEvidence: t('Show all evidence'),
    showBestEvidence: t('Show only the best evidence'),
    showLess: t('Show fewer lines'),
    expand: t('Show more lines around'),
    pin: t('Pin: keep for the next question'),
    unpin: t('Unpin'),
    pinned: t('Pinned'),
    drop: t('Drop'),
    restore: t('Bring back'),
    actions: t('Actions for {0}'),
    heat: t('How much attention this line drew: {0} %'),
    why: t('Why these lines'),
    whyHint: t('What each word of the question looked at. Point at one to see its words below.'),
    whyPending: t('Looking at the attention…'),
    whyAll: t('All words'),
    whyStrongest: t('Strongest: {0}'),
    whyFound: t('Words of the question that are here: {0}'),
    whyFoundNone: t('None of the words of the question is here.'),
    whyBars: t('What put it here'),
    unsupported: t('not supported by the evidence'),
    progress: t('Progress of reading'),
    score: t('Score'),
    coverage: t('What was read'),
    examples: t('Try one of these'),
    retry: t('Ask again'),
    welcome: t('Ask, and the files are read for your question.'),
    welcomeHint: t(
      'The model reads on this machine. The lines that matter appear at once and get better while it reads.',
    ),
    firstRun: [
      t('Type a question in your own words. No index has to be built first.'),
      t(
        'The words of the question say where a small model reads first; it keeps the lines that its attention rests on.',
      ),
      t('Open the evidence with a click. The next question over the same files takes seconds.'),
    ],
  };
}

/** What stands before the count of files that were skipped for one reason. */
export function skipReasonText(t: Translate, reason: SkipReason): string {
  switch (reason) {
    case 'ignored':
      return t('Ignored by an ignore file');
    case 'excluded':
      return t('Passed over by name, not tracked by git');
    case 'repository':
      return t('A repository of its own that an ignore file leaves out');
    case 'worktree':
      return t('Further working tree of a repository that is read');
    case 'copy':
      return t('Copy of a file that is read');
    case 'outside':
      return t('Link to a place outside');
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
      return t('Link to something that is read');
    case 'unsupported':
      return t('Kind of file not supported yet');
    case 'scanned':
      return t('Document of pictures without text');
    case 'encrypted':
      return t('Document with a password');
    case 'damaged':
      return t('Damaged document');
    case 'tooSlow':
      return t('Document whose text takes too long');
    case 'tooComplex':
      return t('Document with too much in it');
    case 'special':
      return t('Pipe, socket or device');
  }
}

/** Who writes the answer, in a few words. */
export function writerText(t: Translate, writer: WriterId): string {
  switch (writer) {
    case 'embedded':
      return t('the embedded model');
    case 'editor':
      return t('a model of the editor');
    case 'endpoint':
      return t('your own server');
    case 'none':
      return t('nobody, evidence only');
  }
}
