/** Why a piece of evidence stands where it does, in a sentence and in bars. Pure. */
import type { Evidence, PanelReasons, PanelScorePart, Reason, RuleId } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { scoreText } from '../numbers.ts';

/** A rule that multiplies by this fills its bar. */
const FULL_FACTOR = 4;

/** Null for a piece that was pinned, not found. */
export function reasonsOf(t: Translate, { parts, reasons = [] }: Evidence): PanelReasons | null {
  if (!parts) return null;
  const told = [
    keywordsText(t, parts.keywords),
    ...reasons.map((reason) => ruleText(t, reason)),
    attentionText(t, parts.attention),
  ];
  return {
    sentence: told.join(' '),
    bars: [...scoreParts(t, parts), ...reasons.map((one) => ruleBar(t, one))],
  };
}

/** The parts of the score, each as its share of the best in the text. */
export function scoreParts(t: Translate, parts: NonNullable<Evidence['parts']>): PanelScorePart[] {
  const part = (label: string, share: number) => ({ label, value: scoreText(share), share });
  return [part(t('Attention'), parts.attention), part(t('Keywords'), parts.keywords)];
}

function keywordsText(t: Translate, share: number): string {
  if (share >= 0.995) return t('No other line of the text has more of the words of the question.');
  return share > 0
    ? t('By the words of the question it comes to {0} % of the best line of the text.', percent(share))
    : t('It has no word of the question.');
}

function attentionText(t: Translate, share: number): string {
  if (share >= 0.995) return t('No other line drew more of the attention of the model.');
  return share > 0
    ? t('It drew {0} % of the attention that the strongest line drew.', percent(share))
    : t('The attention of the model did not set it apart from other lines.');
}

function ruleText(t: Translate, { rule, factor }: Reason): string {
  switch (rule) {
    case 'complete':
      return t('It has all words of the question.');
    case 'definition':
      return factor < 1
        ? t('It defines what the question names; its uses are asked for, so it counts less.')
        : t('It defines what the question names.');
    case 'name':
      return t('Its file is called by what is asked.');
    case 'coherence':
      return t('Many lines of its file have words of the question.');
    case 'signature':
      return t('Its file defines what is called by words of the question.');
    case 'kind':
      return t('It stands in a test, an example or the like, which counts less.');
    case 'leads':
      return t('It has a name that other lines about the question lead to.');
  }
}

function ruleBar(t: Translate, { rule, factor }: Reason): PanelScorePart {
  const share = Math.min(1, Math.abs(Math.log(factor)) / Math.log(FULL_FACTOR));
  const value = `×${factor.toLocaleString(undefined, { maximumFractionDigits: 2 })}`;
  return { label: ruleLabel(t, rule), value, share };
}

function ruleLabel(t: Translate, rule: RuleId): string {
  switch (rule) {
    case 'complete':
      return t('All words');
    case 'definition':
      return t('Definition');
    case 'name':
      return t('Name of the file');
    case 'coherence':
      return t('Rest of the file');
    case 'signature':
      return t('Definitions of the file');
    case 'kind':
      return t('Kind of file');
    case 'leads':
      return t('Name that leads on');
  }
}

/** In whole percent, at least 1, because a part that counted must not show as nothing. */
function percent(share: number): string {
  return String(Math.max(1, Math.round(100 * share)));
}
