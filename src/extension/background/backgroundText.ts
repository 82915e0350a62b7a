import type { ReadAheadProgress } from '../../contract/index.ts';
import { inWords, type Translate } from '../../messages/index.ts';
import { count } from '../numbers.ts';
import type { BackgroundState } from './backgroundReading.ts';

/** What the status bar says of reading ahead; undefined: nothing. */
export function backgroundText(
  t: Translate,
  state: BackgroundState,
  locale?: string,
): { readonly text: string; readonly tooltip: string } | undefined {
  switch (state.kind) {
    case 'off':
      return undefined;
    case 'waiting':
      return {
        text: bookWith(state.progress, locale),
        tooltip: t('InfiniAsk reads on in the background when nothing has been asked for a while.'),
      };
    case 'reading': {
      const { progress } = state;
      const reading = t('InfiniAsk is reading in the background, so that answers come faster.');
      const files =
        progress && t('{0} of {1} files', count(progress.files, locale), count(progress.filesTotal, locale));
      return { text: bookWith(progress, locale), tooltip: files ? `${reading} ${files}` : reading };
    }
    case 'battery':
      return {
        text: bookWith(state.progress, locale),
        tooltip: t('InfiniAsk reads on in the background when the computer is plugged in.'),
      };
    case 'done':
      return {
        text: `$(book) ${percent(1, locale)}`,
        tooltip: t('InfiniAsk has read everything here: the next answer comes quickly.'),
      };
    case 'stopped':
      return {
        text: '$(book)',
        tooltip: t('InfiniAsk does not read on in the background: {0}', inWords(state.reason, t)),
      };
  }
}

function bookWith(progress: ReadAheadProgress | null, locale: string | undefined): string {
  if (!progress || progress.tokensTotal === 0) return '$(book)';
  // Rounds down: 100 % is for the end only.
  const share = Math.min(progress.tokens / progress.tokensTotal, 0.99);
  return `$(book) ${percent(Math.floor(share * 100) / 100, locale)}`;
}

function percent(share: number, locale: string | undefined): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
}
