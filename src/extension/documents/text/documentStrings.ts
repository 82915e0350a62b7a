/** The texts of the page that shows a document. */
import type { DocumentStrings } from '../../../contract/index.ts';
import type { Translate } from '../../../messages/index.ts';

export function documentStrings(t: Translate): DocumentStrings {
  return {
    evidence: t('Evidence {0} of {1}'),
    noEvidence: t('No evidence here'),
    previousEvidence: t('Previous evidence'),
    nextEvidence: t('Next evidence'),
    showPanel: t('Show in the panel'),
    document: t('Document'),
    contents: t('Contents'),
    sheets: t('Sheets'),
  };
}
