import type { PanelState } from '../engine/panelProtocol.ts';

/** A part of the page: built once, then told of every new state. */
export interface View {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}
