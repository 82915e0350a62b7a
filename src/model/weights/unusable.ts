import { message } from '../../messages/index.ts';
import { ModelError } from '../errors.ts';

/** What is wrong with a weights file. @param why half a sentence */
export function unusable(path: string, why: string): ModelError {
  return new ModelError('modelCorrupt', message('weightsUnusable', path, why));
}
