/** One piece of evidence: where it is, how much attention it drew, and its lines. */
import type { PanelEvidence, PanelStrings } from '../engine/panelProtocol.ts';
import { copyButton } from './copyButton.ts';
import { button, el, setText, show } from './dom.ts';
import { post } from './host.ts';

/** A card shows this many lines at first: the list must stay a list. */
const linesShown = 10;

export interface EvidenceCard {
  readonly element: HTMLElement;
  /** The same lines with another rank or score. */
  update(evidence: PanelEvidence): void;
}

export function evidenceCard(strings: PanelStrings, evidence: PanelEvidence): EvidenceCard {
  const { id, startLine, endLine, lines, signature } = evidence;
  const rank = el('span', { class: 'rank', 'aria-hidden': 'true' });
  const open = button('link place', '', () => post({ type: 'open', id }), evidence.label);
  const range = startLine === endLine ? `:${startLine}` : `:${startLine}–${endLine}`;
  open.append(
    el('span', { class: 'folder' }, evidence.folder),
    el('span', { class: 'name' }, evidence.name),
    el('span', { class: 'range' }, range),
  );
  open.title = evidence.folder + evidence.name;
  const stale = el('p', { class: 'stale' }, strings.stale);
  const fill = el('span', { class: 'score-fill' });
  const number = el('span', { class: 'score-number' });
  const score = el(
    'span',
    { class: 'score' },
    el('span', { class: 'score-bar', 'aria-hidden': 'true' }, fill),
    number,
  );
  const header = el(
    'div',
    { class: 'card-header' },
    rank,
    open,
    score,
    copyButton(strings, { type: 'copyEvidence', id }, evidence.name + range),
  );

  const code = el('div', { class: 'lines' });
  const rows = lines.map((line, i) => el('div', { class: 'line' }, ...numbered(startLine + i, line)));
  code.append(...rows);
  const element = el('li', { class: 'card', id: `evidence-${id}` }, header, stale);
  if (signature) {
    const opener = button('link signature', '', () => post({ type: 'openSignature', id }), signature.label);
    opener.append(...numbered(signature.line, signature.text));
    element.append(opener);
  }
  element.append(code);
  element.tabIndex = -1;
  if (rows.length > linesShown + 2) {
    let all = false;
    const more = button('quiet more', '', () => {
      all = !all;
      fold();
    });
    const fold = () => {
      for (const row of rows.slice(linesShown)) show(row, all);
      setText(more, all ? strings.showLess : `${strings.showAll} (${rows.length})`);
      more.setAttribute('aria-expanded', String(all));
    };
    fold();
    element.append(more);
  }

  const update = (now: PanelEvidence) => {
    setText(rank, String(now.rank));
    show(stale, now.stale);
    setText(number, now.score);
    score.title = `${strings.score}: ${now.score}`;
    number.setAttribute('aria-label', score.title);
    fill.style.width = `${Math.max(2, now.scoreShare * 100)}%`;
  };
  update(evidence);
  return { element, update };
}

/** A line behind its number, which is painted from an attribute, so that it is not copied along. */
function numbered(number: number, text: string): [HTMLElement, HTMLElement] {
  return [
    el('span', { class: 'line-number', 'data-line': String(number), 'aria-hidden': 'true' }),
    el('span', { class: 'line-text' }, text === '' ? ' ' : text),
  ];
}
