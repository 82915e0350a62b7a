/** Progress of the reading: a bar, a line of numbers, the current file, and buttons. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelProgress, PanelStrings } from '../contract/index.ts';
import { showHidden } from '../text/index.ts';

export function progressView(
  progress: PanelProgress | null,
  strings: PanelStrings,
): TemplateResult | typeof nothing {
  if (!progress) return nothing;
  const { share, details, path, title } = progress;
  return html`<div class="progress">
    <vscode-progress-bar
      class="bar"
      aria-label=${strings.progress}
      .ariaLabel=${strings.progress}
      .value=${share === null ? undefined : Math.floor(share * 1000) / 10}
    ></vscode-progress-bar>
    <p class="progress-details">
      <strong>${title}</strong>
      ${details.map((detail) => html`<span>${detail}</span>`)}
    </p>
    <p class="progress-path" title=${path}><bdi>${showHidden(path)}</bdi></p>
  </div>`;
}
