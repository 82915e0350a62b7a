/** Checks what comes from the panel: it shows untrusted text, so nothing of it is taken on trust. Pure. */
import type { PanelToHost } from '../engine/panelProtocol.ts';

export function panelMessage(value: unknown): PanelToHost | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type, id, question } = value as { type: unknown; id?: unknown; question?: unknown };
  switch (type) {
    case 'ready':
    case 'cancel':
    case 'copyAnswer':
      return { type };
    case 'ask':
      return typeof question === 'string' ? { type, question } : undefined;
    case 'open':
    case 'openSignature':
    case 'copyEvidence':
      return typeof id === 'number' && Number.isInteger(id) && id >= 0 ? { type, id } : undefined;
    default:
      return undefined;
  }
}
