/** What the page shows of a document, from the text that was taken out of it. Pure. */
import type { DocumentContent, DocumentResult, PlaceStart } from '../../../contract/index.ts';
import type { Translate } from '../../../messages/index.ts';
import { skipReasonText } from '../../strings.ts';
import { sectionsOf } from './sections.ts';
import { sheetsOf } from './sheetRows.ts';

export function documentContent(t: Translate, result: DocumentResult): DocumentContent {
  if ('reason' in result) {
    return {
      kind: 'failed',
      message: t('Nothing of it can be shown: {0}.', skipReasonText(t, result.reason)),
    };
  }
  const { text, starts } = result;
  if (starts[0]?.kind === 'rows') return { kind: 'sheets', sheets: sheetsOf(text, starts) };
  return { kind: 'text', text, isMarkdown: isConversation(starts), sections: sectionsOf(t, text, starts) };
}

/** What assistants say is Markdown; subtitles are not, and have their times counted from the beginning. */
function isConversation(starts: readonly PlaceStart[]): boolean {
  const [first] = starts;
  return first?.kind === 'turn' && !/^\d\d:\d\d:\d\d$/.test(first.time);
}
