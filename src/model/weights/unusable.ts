import { message } from '../../messages/index.ts';
import { ModelError } from '../errors.ts';

/** The error for a weights file that cannot be used. @param why half a sentence */
export function unusable(path: string, why: string): ModelError {
  return new ModelError('modelCorrupt', message('weightsUnusable', path, why));
}

/** A clone has this in place of a file that was not fetched. */
export const LFS_POINTER = 'it is a pointer of Git LFS, not the weights; fetch them with "git lfs pull"';

/** @param bytes the beginning of a file */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').startsWith('version https://git-lfs.');
}
