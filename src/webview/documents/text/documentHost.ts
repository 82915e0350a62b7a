/** Messages between a page that shows a document and the extension host, and what the page keeps itself. */
import type { DocumentSaved, DocumentToHost, HostToDocument } from '../../../contract/index.ts';
import { connect } from '../../editorApi.ts';

const host = connect<{ fromHost: HostToDocument; toHost: DocumentToHost; saved: DocumentSaved }>();
export const { post, onMessage } = host;

export function saved(): DocumentSaved {
  return host.saved() ?? {};
}

export function save(change: DocumentSaved): void {
  host.save({ ...saved(), ...change });
}
