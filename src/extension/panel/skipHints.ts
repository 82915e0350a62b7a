import type { SkippedFile, SkipReason } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { count } from '../numbers.ts';

/** How to have files read that were skipped for one reason; empty where nothing helps, or nothing should. */
export function skipHintText(t: Translate, reason: SkipReason, files: readonly SkippedFile[]): string {
  switch (reason) {
    case 'tooLarge': {
      const needed = Math.max(...files.map(({ sizeBytes = 0 }) => Math.ceil(sizeBytes / 1024)));
      return needed === 0
        ? t('To read them, raise the setting InfiniAsk: Max File Size KB.')
        : t('To read them, set InfiniAsk: Max File Size KB to {0}.', count(needed));
    }
    case 'unsupported':
      return t(
        'PDF, Word, EPUB and the like cannot be read yet. Convert them to text, for example with pdftotext or pandoc.',
      );
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
