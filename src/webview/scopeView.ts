/** Scope of the next question, what it would read, and who reads and writes. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelChip, PanelPreview, PanelState, PanelStrings } from '../contract/index.ts';
import { icon, iconButton } from './buttons.ts';
import { skippedGroup } from './coverageView.ts';
import { post } from './host.ts';

const icons: Record<PanelChip['kind'], string> = {
  workspace: 'folder',
  folder: 'folder',
  file: 'file',
  selection: 'selection',
};

export function scopeView(state: PanelState, strings: PanelStrings): TemplateResult {
  const { chips, scope } = state;
  return html`<ul class="chips" aria-label=${strings.scope}>
    ${chips.length === 0 ? html`<li class="chip none">${icon('folder')} ${scope}</li>` : nothing}
    ${chips.map(
      ({ id, kind, label, title, removable }) =>
        html`<li class="chip" title=${title}>
          ${icon(icons[kind])}<span class="chip-label">${label}</span>
          ${
            removable
              ? iconButton({
                  icon: 'close',
                  label: strings.removeScope.replace('{0}', () => label),
                  onClick: () => post({ type: 'removeScope', id }),
                })
              : nothing
          }
        </li>`,
    )}
    <li>
      ${iconButton({ icon: 'add', label: strings.addScope, onClick: () => post({ type: 'addScope' }) })}
    </li>
  </ul>`;
}

export function factsView(state: PanelState, strings: PanelStrings): TemplateResult {
  return html`<div class="facts">
    <dl>
      ${state.facts.map(
        ({ label, value, chooses }) =>
          html`<div>
            <dt>${label}</dt>
            <dd title=${value}>${chooses ? chooser(value, chooses, strings) : value}</dd>
          </div>`,
      )}
    </dl>
    ${iconButton({
      icon: 'settings-gear',
      label: strings.settings,
      onClick: () => post({ type: 'settings' }),
    })}
  </div>`;
}

/** The name of a model, and a way to another one. */
function chooser(name: string, role: 'reader' | 'writer', strings: PanelStrings): TemplateResult {
  return html`<button
    type="button"
    class="fact-chooser"
    title="${name}: ${strings.chooseModel}"
    aria-label="${name}: ${strings.chooseModel}"
    @click=${() => post({ type: role === 'reader' ? 'chooseReader' : 'chooseWriter' })}
  >
    ${name}
  </button>`;
}

/** What a question would read now. */
export function previewView(
  preview: PanelPreview | null,
  strings: PanelStrings,
): TemplateResult | typeof nothing {
  if (!preview) return nothing;
  const { details, skipped, groups, error, pending } = preview;
  if (error !== '') return html`<p class="preview preview-error">${icon('info')} ${error}</p>`;
  if (details.length === 0) return html`<p class="preview">${icon('eye')} ${strings.counting}</p>`;
  const line = html`${icon('eye')}
    <span class="preview-line ${pending ? 'pending' : ''}">
      ${[...details, skipped].filter((detail) => detail !== '').map((detail) => html`<span>${detail}</span>`)}
    </span>`;
  if (groups.length === 0) return html`<p class="preview">${line}</p>`;
  return html`<details class="preview">
    <summary><span class="visually-hidden">${strings.preview}: </span>${line}</summary>
    <div class="preview-groups">${groups.map(skippedGroup)}</div>
  </details>`;
}
