/**
 * The engine's messages in the user's language. They come over as English sentences; each is recognised by its own
 * text, so that the engine needs to know of no language. What is not recognised stays English.
 */
import type { SkippedFile, SkipReason } from '../contract/index.ts';
import { count } from './numbers.ts';
import { skipHintText } from './skipHints.ts';
import { skipReasonText, type Translate } from './strings.ts';
import { writerSentences, type Sentence } from './writerSentences.ts';

/** Every message of the engine, the corpus, the model and the writers that a user can meet. */
const sentences: readonly Sentence[] = [
  (t) => t('The question is empty. Type what you want to know.'),
  (t) => t('The question has no word in it. Type what you want to know, in words.'),
  (t, ...args) =>
    t(
      'The question has {0} characters; {1} is the most. Save it as a file in the folder and ask about that, or paste the part that matters.',
      ...args,
    ),
  (t, ...args) =>
    t('There is no file or folder at "{0}". Check the path, or choose another folder.', ...args),
  (t, ...args) =>
    t(
      '"{0}" cannot be read. Check its permissions and that it is a folder or an ordinary file, or choose another folder.',
      ...args,
    ),
  (t) => t('There is nothing to read: the folder is empty. Choose a folder with text or code.'),
  (t, ...args) =>
    t('There is nothing to read: everything was skipped ({0}). Choose a folder with text or code.', ...args),
  (t, ...args) =>
    t(
      'The model in {0} has not been built. In a clone run "npm start"; an installed extension must be installed again.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'There is no model at {0}: its {1} cannot be read. Install InfiniAsk again, or name another model folder.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The model file {0} is damaged (SHA-256 {1}, expected {2}). Delete it and build the model again ("npm start" in a clone), or install the extension again.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The model in {0} was built from another {1} than the one there. Build it again ("npm start" in a clone), or install the extension again.',
      ...args,
    ),
  (t, ...args) => t('The model file {0} cannot be read; build the model again.', ...args),
  (t, ...args) => t('The model description {0} is not usable: {1}', ...args),
  (t, ...args) => t('{0} is missing: run "npm ci" to install {1} {2}.', ...args),
  (t, ...args) =>
    t('{0}/{1} is not the file of {2} {3}: SHA-256 {4}, expected {5}. Run "npm ci" again.', ...args),
  (t, ...args) =>
    t(
      'The ONNX runtime that runs the model could not be loaded; install InfiniAsk again. The reason given: {0}',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The model cannot run on this computer: the ONNX runtime has no program for {0}, only for {1}. Open the folder through a remote (SSH, WSL, dev container) on one of those.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The pinned evidence from "{0}" belongs to a folder that this question does not read. Unpin it, or ask about that folder too.',
      ...args,
    ),
  (t) => t('Nothing is kept between questions: the cache is turned off.'),
  (t) =>
    t('The cache is full. What is not in it is read when a question needs it; a larger cache holds more.'),
  (t, ...args) =>
    t(
      'Nothing new is remembered in "{0}": {1}. Answers are found as before, but later questions will not be faster. {2}',
      ...args,
    ),
  // What the sentence above says of the reason, and what to do.
  (t) => t('the disk is full'),
  (t) => t('Free some space, then start again.'),
  (t) => t('it cannot be written to'),
  (t) => t("Check the folder's permissions, then start again."),
  (t) => t('a file is where a folder should be'),
  (t) => t('Move the file away, then start again.'),
  (t) => t('it belongs to another user'),
  (t) => t('Name another folder with INFINIASK_CACHE, then start again.'),
  (t) => t('Check the disk, then start again.'),
  (t) => t('The engine has been shut down.'),
  (t, ...args) => t('The engine process stopped ({0}). Ask again to start a new one.', ...args),
  (t, ...args) => t('Something went wrong inside InfiniAsk: {0}', ...args),
  ...writerSentences,
];

interface Known {
  readonly sentence: Sentence;
  /** English, with `{0}` for what differs. */
  readonly template: string;
  /** Matches the whole sentence; its groups are the arguments in their order. */
  readonly pattern: RegExp;
}

const known = sentences.map((sentence): Known => {
  const template = sentence((message) => message);
  const source = template
    .split(/\{\d+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(.*?)');
  return { sentence, template, pattern: new RegExp(`^${source}$`, 's') };
});

/** English texts of all messages that can be translated. */
export const engineTemplates: readonly string[] = known.map(({ template }) => template);

/** @param skipped explains why there is nothing to read, where that is the message */
export function engineText(t: Translate, message: string, skipped: readonly SkippedFile[] = []): string {
  for (const { sentence, template, pattern } of known) {
    const match = pattern.exec(message);
    if (!match) continue;
    // Without a translation the message says it as well as we can.
    if (sentence(t) === template) return message;
    const args = match.slice(1);
    return skipped.length > 0 && args.length === 1
      ? sentence(t, reasonsText(t, skipped))
      : // What a message tells may be a message itself.
        sentence(t, ...args.map((arg) => engineText(t, arg)));
  }
  return message;
}

/** Named for one reason; the panel lists them all. */
const named = 3;

function reasonsText(t: Translate, skipped: readonly SkippedFile[]): string {
  const byReason = new Map<SkipReason, SkippedFile[]>();
  for (const file of skipped) {
    const group = byReason.get(file.reason);
    if (group) group.push(file);
    else byReason.set(file.reason, [file]);
  }
  return [...byReason]
    .map(([reason, files]) => {
      const paths = files.slice(0, named).map(({ path }) => path);
      if (files.length > named) paths.push(t('and {0} more', count(files.length - named)));
      const told = t('{0}: {1}', skipReasonText(t, reason), paths.join(', '));
      return [told, skipHintText(t, reason, files)].filter((part) => part !== '').join('. ');
    })
    .join('; ');
}
