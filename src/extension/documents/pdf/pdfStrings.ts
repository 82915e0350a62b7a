/** The texts of the page that shows a PDF. */
import type { PdfStrings } from '../../../contract/index.ts';
import type { Translate } from '../../../messages/index.ts';

export function pdfStrings(t: Translate): PdfStrings {
  return {
    tools: t('Tools for the document'),
    pages: t('Small pictures of the pages'),
    page: t('Page {0}'),
    pageNumber: t('Number of the page'),
    ofPages: t('of {0}'),
    previousPage: t('Previous page'),
    nextPage: t('Next page'),
    zoomOut: t('Smaller'),
    zoomIn: t('Larger'),
    fitWidth: t('As wide as the window'),
    passage: t('Back to the evidence'),
    passageMarked: t('The evidence is marked on page {0}.'),
    passageNotFound: t('The evidence is on page {0}, but its text is not found there.'),
    find: t('Find in the document'),
    findPrevious: t('Previous match'),
    findNext: t('Next match'),
    findClose: t('End the search'),
    findCount: t('{0} of {1}'),
    findNothing: t('No matches'),
    document: t('The pages of the document'),
    opening: t('Opening the document…'),
    locked: t('This document is locked with a password. Open it in a program that asks for the password.'),
    damaged: t('This document is damaged and cannot be shown.'),
    unreadable: t('The file cannot be read. It may have been moved or deleted.'),
  };
}
