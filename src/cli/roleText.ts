import type { ListedModel, ModelRole } from '../contract/index.ts';
import { printableLine } from '../text/index.ts';

/** Who fills a role from now on, as one line. */
export function filledText(role: ModelRole, { id, place }: Pick<ListedModel, 'id' | 'place'>): string {
  // The embedded model has read already when the rereader would.
  if (role === 'rereader' && place === 'embedded') return 'Nobody reads again from now on.\n';
  return `The ${role} is ${printableLine(id)} from now on.\n`;
}

/** Who fills a role whose model was removed, as one line. */
export function emptiedText(role: ModelRole): string {
  return role === 'rereader' ? 'Nobody reads again.\n' : `The ${role} is the embedded model again.\n`;
}
