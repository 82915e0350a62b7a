/** Numbers as people read them. */
import type { Translate } from './strings.ts';

/** 1204 → "1,204" in the user's locale. */
export function count(value: number, locale?: string): string {
  return Math.round(value).toLocaleString(locale);
}

/** 3100000 → "3.1M". */
export function compact(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A score with three significant digits, so that small ones do not all become 0. */
export function scoreText(score: number, locale?: string): string {
  return score.toLocaleString(locale, { maximumSignificantDigits: 3, useGrouping: false });
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

/** Time that something took. */
export function duration(t: Translate, ms: number): string {
  if (ms < 60_000) {
    return t('{0} s', (ms / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 }));
  }
  return t('{0} min {1} s', count(Math.floor(ms / 60_000)), count(Math.floor((ms % 60_000) / 1000)));
}
