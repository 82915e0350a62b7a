/** One list of the models on this machine and those that can be got, and what can be done with them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type {
  GetModelParams,
  ListedModel,
  ModelList,
  ModelQuality,
  ModelRole,
  ModelTerms,
  PreparedModels,
  Told,
} from '../contract/index.ts';
import { message, toldOf } from '../messages/index.ts';
import type { LockOptions } from '../system/index.ts';
import { catalogue, embeddedQuality } from './catalogue.ts';
import type { CatalogueModel } from './catalogue.ts';
import { changeChoices, readChoices } from './choices.ts';
import type { Choices } from './choices.ts';
import { LibraryError } from './errors.ts';
import { byName, foundModels, modelsAt } from './finding.ts';
import type { Found } from './found.ts';
import { getModel, wantedOf } from './getting.ts';
import type { GettingOptions } from './getting.ts';
import { hubOf } from './hub.ts';
import { choicesFile, modelsFolder, machineFacts } from './places.ts';
import type { MachineFacts } from './places.ts';
import { folderOf, removeFromShelf, shelfModels, shelved } from './shelf.ts';
import type { ShelfModel } from './shelf.ts';

/** Facts from a model's files. */
export interface Inspected {
  readonly name?: string | undefined;
  readonly architecture?: string | undefined;
  readonly licence?: string | undefined;
  readonly memory?: ListedModel['memory'];
}

/** What this machine knows of a model, see `ListedModel`. */
export type KnownHere = Pick<ListedModel, 'tokensPerSecond' | 'preparedBytes'>;

/** What was prepared of the user's models, so that they can be used. */
export interface PreparedPlace {
  /** Of one model. Never rejects. @param path of its file or folder */
  measured(path: string): Promise<KnownHere>;
  all(): Promise<PreparedModels>;
  /** @returns bytes that were freed; 0 where nothing was prepared, undefined where it is in use and stays */
  remove(path: string): Promise<number | undefined>;
}

export interface LibraryOptions {
  /** Reads the header of a model. @throws an error that tells why it cannot be used */
  readonly inspect: (path: string) => Promise<Inspected>;
  /** Reads what is told of the shipped model; not called for a question with the user's choices. */
  readonly embedded: () => Promise<EmbeddedModel>;
  readonly prepared?: PreparedPlace | undefined;
  readonly around?: MachineFacts;
}

/** The shipped model, which fills a role for which the user chose nothing. */
export interface EmbeddedModel {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly licence: string;
  readonly sizeBytes: number;
  readonly tokensPerSecond?: number | undefined;
}

/** Result of checking a model. */
export interface CheckedModel {
  readonly id: string;
  /** What is wrong; missing where nothing is. */
  readonly problem?: Told | undefined;
  /** Whether its bytes were compared with a hash; otherwise only its header was read. */
  readonly isHashed: boolean;
}

/** Result of removing a model. */
export interface Removed {
  /** Of what was got, and of what was prepared. */
  readonly freedBytes: number;
  /** Whether the model itself stays where it is: one that was added, or another program's. */
  readonly fileStays: boolean;
  /** Whether what was prepared stays, because a process uses it. */
  readonly isInUse: boolean;
  /** Roles that the embedded model fills again. */
  readonly roles: readonly ModelRole[];
}

/** Models that are read at the same time. */
const READ_TOGETHER = 4;
/** Id of the shipped model, which as a rereader means nobody. */
const EMBEDDED = 'embedded';
const NOBODY = 'none';

export class Library {
  private readonly options: LibraryOptions;
  private readonly around: MachineFacts;
  private readonly known: readonly CatalogueModel[];

  constructor(options: LibraryOptions, known = catalogue()) {
    this.options = options;
    this.around = options.around ?? machineFacts();
    this.known = known;
  }

  /** All models, those on this machine first. @throws LibraryError where the user's choices cannot be read */
  async list(): Promise<ModelList> {
    const choices = await this.choices();
    const { here, got } = await this.onMachine(choices);
    const listed: ListedModel[] = [await this.embedded()];
    for (let i = 0; i < here.length; i += READ_TOGETHER)
      listed.push(
        ...(await Promise.all(here.slice(i, i + READ_TOGETHER).map((found) => this.inspected(found, got)))),
      );
    const isHere = ({ id, files }: CatalogueModel): boolean =>
      here.some((found) => found.id === id || (files.length === 1 && found.sha256 === files[0]?.sha256));
    const atHub = this.known.filter((model) => !isHere(model)).map((model) => atHubOf(model, choices));
    const prepared = await this.options.prepared?.all();
    return { models: [...listed, ...atHub], inUse: choices.use, prepared };
  }

  /**
   * Gets a model, unless it is here.
   * @throws LibraryError `termsNotAccepted` where its licence must be accepted first; see `getModel` for the others
   */
  async get(params: GetModelParams, options: GettingOptions): Promise<ListedModel> {
    const { id, acceptTerms, isRestricted } = params;
    if (isRestricted === true) throw new LibraryError('modelNotGot', message('downloadRestricted'));
    const known = this.known.find((model) => model.id === id);
    const wanted = wantedOf(id, known);
    if (known?.licence.termsUrl !== undefined)
      await this.accept(known, known.licence.termsUrl, acceptTerms ?? false);
    const got = await getModel(hubOf(this.around), wanted, this.shelf, options);
    return this.inspected(foundOf(got), [got]);
  }

  /**
   * Adds a file, or the models of a folder, to the list, where they are. @returns these models. @throws LibraryError
   */
  async add(path: string): Promise<readonly ListedModel[]> {
    const at = resolve(path);
    const models = await modelsAt(at);
    if (models.length === 0) throw new LibraryError('modelUnknown', message('modelNotAModel', at));
    const inspected = await Promise.all(models.map((found) => this.inspected(found, [])));
    const [problem] = inspected.map(({ unusable }) => unusable);
    if (problem !== undefined && inspected.every(({ unusable }) => unusable !== undefined))
      throw new LibraryError('modelUnusable', problem);
    const paths = models.map((found) => found.path);
    await this.change((before) => ({ ...before, added: [...new Set([...before.added, ...paths])] }));
    return inspected;
  }

  /**
   * Gives a role to a model from now on.
   * @param id or path; `embedded` or, for the rereader, `none` undo the choice
   * @throws LibraryError where the model is not here or cannot be used
   */
  async use(id: string, role: ModelRole): Promise<ListedModel> {
    if ((await this.isEmbedded(id)) || (id === NOBODY && role === 'rereader')) {
      await this.change(({ use, ...others }) => ({ ...others, use: { ...use, [role]: undefined } }));
      return this.embedded();
    }
    const found = await this.locate(id);
    const listed = await this.inspected(found, await shelfModels(this.shelf));
    if (listed.unusable !== undefined) throw new LibraryError('modelUnusable', listed.unusable);
    await this.change(({ use, ...others }) => ({ ...others, use: { ...use, [role]: found.id } }));
    return listed;
  }

  /** The model that the user chose for a role; undefined where none. @throws LibraryError where it is gone */
  async chosen(role: ModelRole): Promise<string | undefined> {
    const id = (await this.choices()).use[role];
    // Never beside whoever asks: a folder to read could hold one that is called like what was chosen.
    return id === undefined ? undefined : (await this.locate(id, isAbsolute(id))).path;
  }

  /** Path of a model, by id or path. @throws LibraryError where it is nowhere, or only at the hub */
  async pathOf(id: string): Promise<string> {
    if (await this.isEmbedded(id)) return (await this.options.embedded()).path;
    return (await this.locate(id)).path;
  }

  /**
   * Removes what is ours of a model: one that was got is deleted, one that was added comes off the list, and what was prepared of
   * it goes. Files of the user and of other programs stay.
   * @param options waits for another process that is getting the model
   * @throws LibraryError
   */
  async remove(
    id: string,
    options: LockOptions = { signal: new AbortController().signal },
  ): Promise<Removed> {
    const choices = await this.choices();
    const folder = folderOf(this.shelf, id);
    const got = await shelved(folder);
    const path = resolve(id);
    const isAdded = choices.added.includes(path);
    // A model of the catalogue may have an unfinished download, which is removed.
    const isOurs = got !== undefined || isAdded || this.known.some((model) => model.id === id);
    // Before its file goes: what was prepared is found by the file's place, size and time.
    const preparedBytes = await this.removePrepared(got?.path ?? (isAdded ? path : undefined) ?? id, isOurs);
    if (!isOurs && preparedBytes === 0) throw await this.notOurs(id);
    if (isOurs && !isAdded) await removeFromShelf(folder, options);
    // One that was added is in use by its path, however it is named here.
    const isIt = (used: string | undefined): boolean => used === (isAdded ? path : id);
    const roles = (['reader', 'rereader', 'writer'] as const).filter(
      (role) => isOurs && isIt(choices.use[role]),
    );
    if (isOurs)
      await this.change(({ use, added, accepted }) => ({
        use: Object.fromEntries(Object.entries(use).filter(([, used]) => !isIt(used))),
        added: added.filter((one) => one !== path),
        accepted,
      }));
    return {
      freedBytes: (got?.sizeBytes ?? 0) + (preparedBytes ?? 0),
      fileStays: got === undefined,
      isInUse: preparedBytes === undefined,
      roles,
    };
  }

  /** @returns bytes that were freed; undefined where it is in use */
  private async removePrepared(at: string, isOurs: boolean): Promise<number | undefined> {
    const { prepared } = this.options;
    if (!prepared || at === EMBEDDED) return 0;
    if (isAbsolute(at)) return prepared.remove(at);
    const found = isOurs ? undefined : await this.locate(at).catch(() => undefined);
    return found ? prepared.remove(found.path) : 0;
  }

  /** Reads the files of one model, or of all on this machine, and tells what is wrong with them. */
  async check(id: string | undefined, signal: AbortSignal): Promise<readonly CheckedModel[]> {
    const choices = await this.choices();
    const { here, got } = await this.onMachine(choices);
    const chosen = id === undefined ? here : [await this.locate(id)];
    const checked: CheckedModel[] = [];
    for (const found of chosen) checked.push(await this.checked(found, got, signal));
    return checked;
  }

  private async checked(
    found: Found,
    got: readonly ShelfModel[],
    signal: AbortSignal,
  ): Promise<CheckedModel> {
    const { id, path } = found;
    const folder = folderOf(this.shelf, id);
    const record = got.find((model) => model.id === id);
    const files = record
      ? record.files.map(({ name, sha256 }) => ({ path: resolve(folder, name), sha256 }))
      : found.sha256
        ? [{ path, sha256: found.sha256 }]
        : [];
    for (const file of files) {
      const actual = await sha256Of(file.path, signal);
      if (actual !== file.sha256)
        return { id, isHashed: true, problem: message('modelFileDiffers', file.path, actual, file.sha256) };
    }
    const { unusable } = await this.inspected(found, got);
    return { id, isHashed: files.length > 0, problem: unusable };
  }

  /** Searches our own folders first, because users mostly name what InfiniAsk got. */
  private async locate(id: string, mayBePath = true): Promise<Found> {
    const got = await shelved(folderOf(this.shelf, id));
    if (got) return foundOf(got);
    const [at] = mayBePath ? await modelsAt(resolve(id)) : [];
    if (at) return at;
    const found = byName(await foundModels(this.around), id);
    if (found) return found;
    if (this.known.some((model) => model.id === id))
      throw new LibraryError('modelNotGot', message('modelNotHere', id));
    throw new LibraryError('modelUnknown', message('modelUnknown', id));
  }

  /** All models on this machine but the embedded one, and the records of those that were got. */
  private async onMachine(choices: Choices): Promise<{ here: Found[]; got: ShelfModel[] }> {
    const [got, added, found] = await Promise.all([
      shelfModels(this.shelf),
      Promise.all(choices.added.map(modelsAt)),
      foundModels(this.around),
    ]);
    const here = [...got.map(foundOf), ...added.flat(), ...found];
    return { here: here.filter(({ id }, i) => here.findIndex((other) => other.id === id) === i), got };
  }

  private async inspected(found: Found, got: readonly ShelfModel[]): Promise<ListedModel> {
    const { id, name, place, path, sizeBytes, sha256 } = found;
    const known = this.known.find(
      (model) => model.id === id || (model.files.length === 1 && model.files[0]?.sha256 === sha256),
    );
    const record = got.find((model) => model.id === id);
    const listed: ListedModel = {
      id,
      name: known?.name ?? name,
      place,
      path,
      sizeBytes,
      goodFor: known && message(known.goodFor),
      quality: known?.quality && figuresOf(known.quality),
      licence: known?.licence.name ?? record?.licence,
    };
    try {
      const { architecture, licence, memory } = await this.options.inspect(path);
      const measured = await this.options.prepared?.measured(path);
      return { ...listed, architecture, licence: listed.licence ?? licence, memory, ...measured };
    } catch (error) {
      return { ...listed, unusable: toldOf(error) };
    }
  }

  private async isEmbedded(id: string): Promise<boolean> {
    return id === EMBEDDED || id === (await this.options.embedded()).id;
  }

  private async embedded(): Promise<ListedModel> {
    return {
      ...(await this.options.embedded()),
      place: 'embedded',
      goodFor: message('goodForEmbedded'),
      quality: figuresOf(embeddedQuality()),
    };
  }

  private async accept(model: CatalogueModel, termsUrl: string, accepts: boolean): Promise<void> {
    const { accepted } = await this.choices();
    if (accepted.some((one) => one.model === model.id && one.termsUrl === termsUrl)) return;
    if (!accepts) {
      const told = message('termsNotAccepted', model.name, model.licence.name, termsUrl);
      throw new LibraryError('termsNotAccepted', told);
    }
    const acceptance = { model: model.id, termsUrl, at: new Date().toISOString() };
    await this.change((before) => ({ ...before, accepted: [...before.accepted, acceptance] }));
  }

  private async notOurs(id: string): Promise<LibraryError> {
    if (await this.isEmbedded(id))
      return new LibraryError('modelUnusable', message('modelNotOurs', id, 'InfiniAsk'));
    const { place } = await this.locate(id);
    return new LibraryError('modelUnusable', message('modelNotOurs', id, owners[place] ?? id));
  }

  private get shelf(): string {
    return modelsFolder(this.around);
  }

  private choices(): Promise<Choices> {
    return readChoices(choicesFile(this.around));
  }

  private change(change: (before: Choices) => Choices): Promise<Choices> {
    return changeChoices(choicesFile(this.around), change);
  }
}

const owners: Partial<Record<ListedModel['place'], string>> = {
  ollama: 'Ollama',
  lmStudio: 'LM Studio',
  hubCache: 'Hugging Face',
};

function figuresOf({ set, recall, recallOfWords }: ModelQuality): ModelQuality {
  return { set, recall, recallOfWords };
}

function foundOf({ id, name, path, sizeBytes, files }: ShelfModel): Found {
  const sha256 = files.length === 1 ? files[0]?.sha256 : undefined;
  return { id, name, place: 'downloaded', path, sizeBytes, sha256 };
}

function atHubOf(model: CatalogueModel, { accepted }: Choices): ListedModel {
  const { id, name, goodFor, architecture, licence, memory, files, quality } = model;
  const { termsUrl } = licence;
  const terms: ModelTerms | undefined =
    termsUrl === undefined
      ? undefined
      : {
          name: licence.name,
          url: termsUrl,
          accepted: accepted.some((one) => one.model === id && one.termsUrl === termsUrl),
        };
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return {
    id,
    name,
    place: 'hub',
    sizeBytes,
    architecture,
    licence: licence.name,
    memory,
    terms,
    goodFor: message(goodFor),
    quality: quality && figuresOf(quality),
  };
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
