import type { SkippedFile, SkipReason } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { count } from '../numbers.ts';

/** How to have files read that were skipped for one reason; empty where nothing helps, or nothing should. */
export function skipHintText(t: Translate, reason: SkipReason, files: readonly SkippedFile[]): string {
  switch (reason) {
    case 'tooLarge': {
      const documents = files.filter(({ isDocument }) => isDocument);
      if (documents.length === files.length)
        return t('To read them, raise the setting InfiniAsk: Max Document Size MB.');
      const needed = Math.max(...files.map(({ sizeBytes = 0 }) => Math.ceil(sizeBytes / 1024)));
      return needed === 0
        ? t('To read them, raise the setting InfiniAsk: Max File Size KB.')
        : t('To read them, set InfiniAsk: Max File Size KB to {0}.', count(needed));
    }
    case 'unsupported':
      return t(
        'Some kinds of documents cannot be read yet. Convert them to text or PDF, for example with LibreOffice.',
      );
    case 'scanned':
      return t('To read them, recognise their text first, for example with ocrmypdf.');
    case 'encrypted':
      return t('To read them, save a copy without the password.');
    case 'damaged':
      return t('To read them, open them in the program that made them and save them again.');
    case 'tooSlow':
    case 'tooComplex':
      return t('To read them, split them, or convert them to text.');
    case 'outside':
      return t('To read them, turn on the setting InfiniAsk: Follow Links.');
    case 'excluded':
      return t(
        'To read one, write {0} into .infiniaskignore, or change the list InfiniAsk: Pass Over.',
        ownRule(files),
      );
    case 'ignored':
      return t('To read one, write {0} into .infiniaskignore.', ownRule(files));
    case 'repository':
    case 'worktree':
      return t('To read one, ask about its folder, or write {0} into .infiniaskignore.', ownRule(files));
    default:
      return '';
  }
}

/** The ignore rule that admits the first file, for an ignore file at the root. */
function ownRule([first]: readonly SkippedFile[]): string {
  return `!/${(first?.path ?? '').replace(/[\\*?[\]]/g, '\\$&')}`;
}
