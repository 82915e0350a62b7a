/** Messages between the page of a PDF and the extension host, and what the page keeps itself. */
import type { HostToPdf, PdfSaved, PdfToHost } from '../../../contract/index.ts';
import { connect } from '../../editorApi.ts';

export const { post, onMessage, saved, save } = connect<{
  fromHost: HostToPdf;
  toHost: PdfToHost;
  saved: PdfSaved;
}>();
