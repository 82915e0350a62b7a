/**
 * Lists models in Ollama's store: `manifests/HOST/NAMESPACE/MODEL/TAG` is a list of layers, each a file
 * `blobs/sha256-HEX`. Manifests come from a registry, so only a hash is taken from them, never a path.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf, fileWithin } from './folders.ts';
import type { Found } from './found.ts';

const MODEL_LAYER = 'application/vnd.ollama.image.model';
const MAX_MANIFEST_BYTES = 1 << 20;
const DEFAULT_HOST = 'registry.ollama.ai';
const DEFAULT_NAMESPACE = 'library';

/** @param folder with `manifests` and `blobs` */
export async function ollamaModels(folder: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const parts of await tagsIn(join(folder, 'manifests'), 4)) {
    const digest = await modelDigest(join(folder, 'manifests', ...parts));
    if (digest === undefined) continue;
    const blobs = join(folder, 'blobs');
    const file = await fileWithin(blobs, join(blobs, `sha256-${digest}`));
    if (!file) continue;
    const name = nameOf(parts);
    found.push({ id: `ollama:${name}`, name, place: 'ollama', ...file, sha256: digest });
  }
  return found;
}

/** Paths of the manifests, each as the names from host to tag. */
async function tagsIn(folder: string, levels: number): Promise<string[][]> {
  const found: string[][] = [];
  for (const { name, isFolder, isFile } of await entriesOf(folder)) {
    if (levels === 1 && isFile) found.push([name]);
    if (levels > 1 && isFolder)
      for (const rest of await tagsIn(join(folder, name), levels - 1)) found.push([name, ...rest]);
  }
  return found;
}

/** Name as Ollama lists it, without its defaults. */
function nameOf([host, namespace, model, tag]: readonly string[]): string {
  const owner = namespace === DEFAULT_NAMESPACE && host === DEFAULT_HOST ? [] : [namespace];
  return `${[...(host === DEFAULT_HOST ? [] : [host]), ...owner, model].join('/')}:${tag ?? ''}`;
}

/** @returns the hash of the model's only file, in lower-case hex; undefined for anything but a manifest of a model */
async function modelDigest(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > MAX_MANIFEST_BYTES) return undefined;
    const { layers } = JSON.parse(await readFile(path, 'utf8')) as { layers?: unknown };
    if (!Array.isArray(layers)) return undefined;
    const models = (layers as Partial<Record<'mediaType' | 'digest', unknown>>[]).filter(
      (layer) => layer.mediaType === MODEL_LAYER,
    );
    const digest = models.length === 1 ? models[0]?.digest : undefined;
    return typeof digest === 'string' ? /^sha256[:-]([0-9a-f]{64})$/.exec(digest)?.[1] : undefined;
  } catch {
    return undefined;
  }
}
