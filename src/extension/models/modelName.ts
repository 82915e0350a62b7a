/** Names of models for people. Pure. */
import { basename } from 'node:path/posix';

/** What the ids of models of other programs begin with. */
const PROGRAM = /^(?:ollama|lmstudio|hf):/;

/**
 * Name of a chosen model, as the picker has it: `ollama:gemma3:270m` → `gemma3:270m`, a path → the file's or folder's name.
 * @param chosen id or path of the setting
 */
export function shortModelName(chosen: string): string {
  const id = chosen.replaceAll('\\', '/').replace(PROGRAM, '');
  return basename(id) || chosen;
}
