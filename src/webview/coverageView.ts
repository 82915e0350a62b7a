/** What was read, and what was skipped with the reasons. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelCoverage, PanelStrings, SkippedGroup } from '../contract/index.ts';
import { icon } from './buttons.ts';
import { showHidden } from '../text/index.ts';

export function coverageView(
  coverage: PanelCoverage | null,
  strings: PanelStrings,
): TemplateResult | typeof nothing {
  if (!coverage) return nothing;
  const { summary, groups } = coverage;
  return html`<section class="coverage" aria-label=${strings.coverage}>
    ${
      groups.length === 0
        ? html`<p>${icon('checklist')} ${summary}</p>`
        : html`<details>
            <summary>${icon('checklist')} ${summary}</summary>
            ${groups.map(skippedGroup)}
          </details>`
    }
  </section>`;
}

/** Files skipped for one reason. */
export function skippedGroup({ title, paths, more, hint }: SkippedGroup): TemplateResult {
  return html`<details class="skipped">
    <summary>${title}</summary>
    ${hint === '' ? nothing : html`<p class="hint">${showHidden(hint)}</p>`}
    <ul>
      ${paths.map((path) => html`<li>${showHidden(path)}</li>`)}
      ${more === '' ? nothing : html`<li class="hint">${more}</li>`}
    </ul>
  </details>`;
}
