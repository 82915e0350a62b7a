/** What was read and what was not, with the reasons. */
import type { PanelCoverage, PanelStrings } from '../engine/panelProtocol.ts';
import { el, show } from './dom.ts';
import type { View } from './view.ts';

export function coverageView(strings: PanelStrings): View {
  const element = el('section', { class: 'coverage', 'aria-label': strings.skipped });
  let shown = '';

  const render = ({ summary, groups }: PanelCoverage): HTMLElement => {
    if (groups.length === 0) return el('p', {}, summary);
    const lists = groups.map(({ title, paths, more }) =>
      el(
        'details',
        {},
        el('summary', {}, title),
        el(
          'ul',
          {},
          ...paths.map((path) => el('li', {}, path)),
          ...(more === '' ? [] : [el('li', { class: 'hint' }, more)]),
        ),
      ),
    );
    return el('details', {}, el('summary', {}, summary), ...lists);
  };

  return {
    element,
    update({ coverage }) {
      show(element, coverage !== null);
      const key = JSON.stringify(coverage);
      // Rendering the same again would close what the reader has opened.
      if (coverage && key !== shown) element.replaceChildren(render(coverage));
      shown = key;
    },
  };
}
