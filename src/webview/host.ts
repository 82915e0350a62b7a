/** The way to the extension host and the little that the panel keeps itself. */
import type { HostToPanel, PanelSaved, PanelToHost } from '../contract/index.ts';

interface VsCodeApi {
  postMessage(message: PanelToHost): void;
  getState(): PanelSaved | undefined;
  setState(state: PanelSaved): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: PanelToHost): void {
  api.postMessage(message);
}

export function onMessage(listener: (message: HostToPanel) => void): void {
  // Only the host can post to this page: it lives in a frame of the editor's own.
  window.addEventListener('message', (event: MessageEvent<HostToPanel>) => listener(event.data));
}

export function saved(): PanelSaved {
  return api.getState() ?? { draft: '' };
}

export function save(change: Partial<PanelSaved>): void {
  api.setState({ ...saved(), ...change });
}
