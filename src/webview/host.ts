/** Messages to and from the extension host, and the little state that the panel keeps itself. */
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
  // Only the host can post to this page, which is in a frame of the editor.
  window.addEventListener('message', (event: MessageEvent<HostToPanel>) => listener(event.data));
}

export function saved(): PanelSaved {
  return api.getState() ?? { draft: '' };
}

export function save(change: Partial<PanelSaved>): void {
  api.setState({ ...saved(), ...change });
}
