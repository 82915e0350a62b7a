/** Checks the messages of the panel, which shows untrusted text, so none of its messages are trusted. Pure. */
import type { PanelIdMessage, PanelPlainMessage, PanelToHost } from '../../contract/index.ts';

const plain: Record<PanelPlainMessage, true> = {
  ready: true,
  cancel: true,
  copyAnswer: true,
  openAll: true,
  restore: true,
  answerAgain: true,
  readRest: true,
  retry: true,
  askAlone: true,
  newQuestion: true,
  addScope: true,
  chooseReader: true,
  chooseWriter: true,
  settings: true,
};
const withId: Record<PanelIdMessage, true> = {
  open: true,
  openSide: true,
  openSignature: true,
  copyEvidence: true,
  drop: true,
  why: true,
  expand: true,
  removeScope: true,
};

export function panelMessage(value: unknown): PanelToHost | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id, question, keepPinned, paused, pinned } = value as Record<string, unknown>;
  if (typeof type !== 'string') return undefined;
  if (Object.hasOwn(plain, type)) return { type: type as PanelPlainMessage };
  const isId = typeof id === 'number' && Number.isInteger(id) && id >= 0;
  if (Object.hasOwn(withId, type)) return isId ? { type: type as PanelIdMessage, id } : undefined;
  switch (type) {
    case 'ask':
      return typeof question === 'string' ? { type, question, keepPinned: keepPinned !== false } : undefined;
    case 'pause':
      return typeof paused === 'boolean' ? { type, paused } : undefined;
    case 'pin':
      return isId && typeof pinned === 'boolean' ? { type, id, pinned } : undefined;
    default:
      return undefined;
  }
}
