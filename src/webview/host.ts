/** Messages between the panel and the extension host, and what the panel keeps itself. */
import type { HostToPanel, PanelSaved, PanelToHost } from '../contract/index.ts';
import { connect } from './editorApi.ts';

const host = connect<{ fromHost: HostToPanel; toHost: PanelToHost; saved: PanelSaved }>();
export const { post, onMessage } = host;

export function saved(): PanelSaved {
  return host.saved() ?? { draft: '' };
}

export function save(change: Partial<PanelSaved>): void {
  host.save({ ...saved(), ...change });
}
