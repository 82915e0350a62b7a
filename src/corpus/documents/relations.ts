/** The relations between the parts of an office document. */
import { readXml } from './xml.ts';
import { textOf } from './zip.ts';
import type { Entries } from './zip.ts';

export interface PartRelation {
  /** The last word of its address, such as `slide`. */
  readonly type: string;
  /** Path of the part in the zip file. */
  readonly target: string;
}

/** The relations of a part, by their id. */
export function relationsOf(entries: Entries, part: string): ReadonlyMap<string, PartRelation> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const relations = new Map<string, PartRelation>();
  const xml = textOf(entries, `${folder}_rels/${part.slice(folder.length)}.rels`) ?? '';
  readXml(xml, {
    open: (name, attribute) => {
      const [id, target] = [attribute('Id'), attribute('Target')];
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      // Links lead out of the document, and nothing is loaded from there.
      if (attribute('TargetMode') === 'External') return;
      const type = (attribute('Type') ?? '').split('/').at(-1) ?? '';
      relations.set(id, { type, target: resolved(folder, target) });
    },
  });
  return relations;
}

/** A path from a folder of the zip file. */
export function resolved(folder: string, target: string): string {
  const parts = (target.startsWith('/') ? target : folder + target).split('/');
  const path: string[] = [];
  for (const part of parts) {
    if (part === '..') path.pop();
    else if (part !== '' && part !== '.') path.push(part);
  }
  return path.join('/');
}
