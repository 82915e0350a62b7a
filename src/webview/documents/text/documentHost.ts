/** Messages between a page that shows a document and the extension host, and the little state that the page keeps itself. */
import type { DocumentSaved, DocumentToHost, HostToDocument } from '../../../contract/index.ts';

interface DocumentApi {
  postMessage(message: DocumentToHost): void;
  getState(): DocumentSaved | undefined;
  setState(state: DocumentSaved): void;
}

declare function acquireVsCodeApi(): DocumentApi;

const api = acquireVsCodeApi();

export function post(message: DocumentToHost): void {
  api.postMessage(message);
}

export function onMessage(listener: (message: HostToDocument) => void): void {
  // Only the host can post to this page, which is in a frame of the editor.
  window.addEventListener('message', (event: MessageEvent<HostToDocument>) => listener(event.data));
}

export function saved(): DocumentSaved {
  return api.getState() ?? {};
}

export function save(change: DocumentSaved): void {
  api.setState({ ...saved(), ...change });
}
