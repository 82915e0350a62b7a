/** How far the reading is: one bar, one line of numbers, the file at hand; afterwards the outcome or the error. */
import type { PanelStrings } from '../engine/panelProtocol.ts';
import { el, setText, show } from './dom.ts';
import type { View } from './view.ts';

export function progressView(strings: PanelStrings): View {
  const fill = el('div', { class: 'bar-fill' });
  const bar = el(
    'div',
    {
      class: 'bar',
      role: 'progressbar',
      'aria-label': strings.progress,
      'aria-valuemin': '0',
      'aria-valuemax': '100',
    },
    fill,
  );
  // Only this line is announced: it changes with the phase, the numbers change all the time.
  const title = el('p', { class: 'progress-title', role: 'status', 'aria-live': 'polite' });
  const details = el('p', { class: 'progress-details' });
  const path = el('p', { class: 'progress-path' });
  const numbers = el('div', { class: 'progress' }, bar, details, path);
  const error = el('p', { class: 'error', role: 'alert' });
  const element = el('div', { class: 'status' }, error, title, numbers);

  return {
    element,
    update({ progress, notice, error: message }) {
      show(numbers, progress !== null);
      setText(title, progress?.title ?? notice);
      show(title, title.textContent !== '');
      setText(error, message);
      show(error, message !== '');
      if (!progress) return;
      const { share } = progress;
      bar.classList.toggle('unknown', share === null);
      fill.style.width = share === null ? '' : `${share * 100}%`;
      if (share === null) bar.removeAttribute('aria-valuenow');
      else bar.setAttribute('aria-valuenow', String(Math.floor(share * 100)));
      bar.setAttribute('aria-valuetext', progress.details.join(', '));
      setText(details, progress.details.join(' · '));
      setText(path, progress.path);
      path.title = progress.path;
    },
  };
}
