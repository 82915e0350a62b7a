/** Messages between the page of a PDF and the extension host, and the little state that the page keeps itself. */
import type { HostToPdf, PdfSaved, PdfToHost } from '../../../contract/index.ts';

interface VsCodeApi {
  postMessage(message: PdfToHost): void;
  getState(): PdfSaved | undefined;
  setState(state: PdfSaved): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: PdfToHost): void {
  api.postMessage(message);
}

export function onMessage(listener: (message: HostToPdf) => void): void {
  // Only the host can post to this page, which is in a frame of the editor.
  window.addEventListener('message', (event: MessageEvent<HostToPdf>) => listener(event.data));
}

export function saved(): PdfSaved | undefined {
  return api.getState();
}

export function save(state: PdfSaved): void {
  api.setState(state);
}
