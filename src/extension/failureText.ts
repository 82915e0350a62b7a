/** Puts a failure into one line in the editor's language. */
import { EngineError } from '../client/index.ts';
import type { SkippedFile, SkipReason, Told } from '../contract/index.ts';
import { inWords, message, type Translate } from '../messages/index.ts';
import { printableMessage } from '../text/index.ts';
import { count } from './numbers.ts';
import { skipHintText } from './panel/skipHints.ts';
import type { RunError } from './session/runState.ts';
import { skipReasonText } from './strings.ts';

/** @param skipped explains why there is nothing to read, where that is told */
export function failureText(t: Translate, told: Told, skipped: readonly SkippedFile[] = []): string {
  // In English the engine's own reasons are better: they name options and settings.
  const isTranslated = inWords(told, t) !== inWords(told);
  const namesReasons = typeof told !== 'string' && told.id === 'everythingSkipped' && skipped.length > 0;
  const shown = isTranslated && namesReasons ? message('everythingSkipped', reasonsText(t, skipped)) : told;
  return printableMessage(inWords(shown, t));
}

/** Any error as the session keeps it. */
export function toRunError(t: Translate, error: unknown): RunError {
  if (error instanceof EngineError) {
    const { id, told, skipped } = error;
    return { id, message: failureText(t, told, skipped), skipped };
  }
  return { id: 'internal', message: error instanceof Error ? error.message : String(error), skipped: [] };
}

/** Number of files named for one reason; the panel lists them all. */
const named = 3;

function reasonsText(t: Translate, skipped: readonly SkippedFile[]): string {
  const byReason = new Map<SkipReason, SkippedFile[]>();
  for (const file of skipped) {
    const group = byReason.get(file.reason);
    if (group) group.push(file);
    else byReason.set(file.reason, [file]);
  }
  return [...byReason]
    .map(([reason, files]) => {
      const paths = files.slice(0, named).map(({ path }) => path);
      if (files.length > named) paths.push(t('and {0} more', count(files.length - named)));
      const told = t('{0}: {1}', skipReasonText(t, reason), paths.join(', '));
      return [told, skipHintText(t, reason, files)].filter((part) => part !== '').join('. ');
    })
    .join('; ');
}
