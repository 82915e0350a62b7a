/** Numbers as people read them. */
import type { Translate } from '../messages/index.ts';

/** 1204 → "1,204" in the user's locale. */
export function count(value: number, locale?: string): string {
  return Math.round(value).toLocaleString(locale);
}

/** 3100000 → "3.1M". */
export function compact(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

const LEAST_SCORE = 0.001;

/** A score with three decimals, so that they align in a column; what would be 0 there is said to be less. */
export function scoreText(score: number, locale?: string): string {
  if (score <= 0) return (0).toLocaleString(locale);
  const text = Math.max(score, LEAST_SCORE).toLocaleString(locale, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
    useGrouping: false,
  });
  return score < LEAST_SCORE ? `<${text}` : text;
}

/** Time left, rounded upwards as estimates should be; empty when it is not known. */
export function remaining(t: Translate, ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return t('about {0} s left', count(seconds));
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return t('about {0} min left', count(minutes));
  return t('about {0} h left', (seconds / 3600).toLocaleString(undefined, { maximumFractionDigits: 1 }));
}

/** Time that something will take, rounded upwards. */
export function estimate(t: Translate, ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return t('about {0} s', count(seconds));
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return t('about {0} min', count(minutes));
  return t('about {0} h', (seconds / 3600).toLocaleString(undefined, { maximumFractionDigits: 1 }));
}

/** Time that something took; nothing takes no time. */
export function duration(t: Translate, ms: number): string {
  if (ms < 60_000) {
    const seconds = Math.max(0.1, ms / 1000);
    return t('{0} s', seconds.toLocaleString(undefined, { maximumFractionDigits: 1 }));
  }
  return t('{0} min {1} s', count(Math.floor(ms / 60_000)), count(Math.floor((ms % 60_000) / 1000)));
}
