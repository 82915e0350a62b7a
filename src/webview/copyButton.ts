/** Copies through the host, because only it has the clipboard in every kind of window, and confirms for a moment. */
import type { PanelToHost } from '../contract/index.ts';
import { announce } from './announce.ts';
import type { IconButton } from './buttons.ts';
import { post } from './host.ts';

const shownMs = 1500;

export function copyButton(label: string, copied: string, message: PanelToHost): IconButton {
  return {
    icon: 'copy',
    label,
    onClick: ({ currentTarget }) => {
      post(message);
      announce(copied);
      const sign = (currentTarget as HTMLElement).querySelector('.codicon');
      sign?.classList.replace('codicon-copy', 'codicon-check');
      setTimeout(() => sign?.classList.replace('codicon-check', 'codicon-copy'), shownMs);
    },
  };
}
