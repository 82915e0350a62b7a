/** The commands around models: what is here, what could be got, and which of them fill the roles. */
import type { GetModelProgress, ListedModel, ModelRole } from '../contract/index.ts';
import { installedLibrary } from '../engine/index.ts';
import { LibraryError, sizeText } from '../library/index.ts';
import type { Library } from '../library/index.ts';
import { inWords } from '../messages/index.ts';
import { printableJson, printableLine } from '../text/index.ts';
import { agrees } from './agreement.ts';
import { startBar } from './bar.ts';
import { jsonModel, modelTable } from './modelTable.ts';
import { removedText } from './removedText.ts';
import { filledText } from './roleText.ts';

export interface ModelsOptions {
  readonly json?: boolean;
}

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_CANCELLED = 130;

/** On something that is not a terminal a line is written this often. */
const PLAIN_INTERVAL_MS = 2000;

export function listModels({ json }: ModelsOptions): Promise<void> {
  return withLibrary(json, async (library) => {
    const list = await library.list();
    const { inUse, prepared } = list;
    print(json, { models: list.models.map(jsonModel), inUse, prepared }, () => modelTable(list));
  });
}

export function getModel(
  id: string,
  options: ModelsOptions & { readonly acceptTerms?: boolean },
): Promise<void> {
  const { json, acceptTerms } = options;
  return withLibrary(json, async (library, signal, cancel) => {
    const progress = new GettingDisplay(process.stderr);
    const get = (accept: boolean): Promise<ListedModel> =>
      library.get({ id, acceptTerms: accept }, { signal, onProgress: (at) => progress.show(at) });
    try {
      const model = await get(acceptTerms ?? false).catch(async (error: unknown) => {
        const isTerms = error instanceof LibraryError && error.id === 'termsNotAccepted';
        if (isTerms && (await agrees(error.message, cancel, process.stdin, process.stderr))) return get(true);
        throw error;
      });
      progress.end();
      print(
        json,
        jsonModel(model),
        () => `${printableLine(model.id)} is at ${printableLine(model.path ?? '')}.\n${howToUse(model)}`,
      );
    } finally {
      progress.end();
    }
  });
}

export function addModel(path: string, { json }: ModelsOptions): Promise<void> {
  return withLibrary(json, async (library) => {
    const models = await library.add(path);
    const line = (model: ListedModel): string =>
      model.unusable === undefined
        ? `Added ${printableLine(model.id)}.\n`
        : `Cannot be used: ${printableLine(inWords(model.unusable))}\n`;
    print(json, { models: models.map(jsonModel) }, () => models.map(line).join(''));
  });
}

export function useModel(
  id: string,
  { json, as: role }: ModelsOptions & { readonly as: ModelRole },
): Promise<void> {
  return withLibrary(json, async (library) => {
    const model = await library.use(id, role);
    print(json, { role, model: jsonModel(model) }, () => filledText(role, model));
  });
}

export function checkModels(id: string | undefined, { json }: ModelsOptions): Promise<void> {
  return withLibrary(json, async (library, signal) => {
    const checked = await library.check(id, signal);
    const how = ({ problem, isHashed }: (typeof checked)[number]): string => {
      if (problem !== undefined) return printableLine(inWords(problem));
      return isHashed
        ? 'as it was when it was got or made'
        : 'its header is in order; nothing says what its hash should be';
    };
    const models = checked.map((one) => ({ ...one, problem: one.problem && inWords(one.problem) }));
    print(json, { models }, () =>
      checked.length === 0
        ? 'There is no model to check.\n'
        : checked.map((one) => `${printableLine(one.id)}: ${how(one)}\n`).join(''),
    );
    if (checked.some(({ problem }) => problem !== undefined)) process.exitCode = EXIT_FAILED;
  });
}

export function removeModel(id: string, { json }: ModelsOptions): Promise<void> {
  return withLibrary(json, async (library, signal) => {
    const onWaiting = (): void =>
      void process.stderr.write('Another InfiniAsk is getting this model; waiting for it …\n');
    const removed = await library.remove(id, { signal, onWaiting });
    print(json, removed, () => removedText(removed));
  });
}

/** Sets the exit code; Ctrl+C cancels. */
async function withLibrary(
  json: boolean | undefined,
  work: (library: Library, signal: AbortSignal, cancel: () => void) => Promise<void>,
): Promise<void> {
  const cancel = new AbortController();
  const onInterrupt = (): void => cancel.abort();
  process.once('SIGINT', onInterrupt);
  try {
    await work(installedLibrary(), cancel.signal, onInterrupt);
  } catch (error) {
    if (cancel.signal.aborted) {
      process.stderr.write('infiniask: cancelled; what was loaded is kept.\n');
      process.exitCode = EXIT_CANCELLED;
      return;
    }
    if (!(error instanceof LibraryError)) throw error;
    process.stderr.write(`infiniask: ${error.message}\n`);
    if (json) process.stdout.write(`${printableJson({ error: { id: error.id, message: error.message } })}\n`);
    process.exitCode = error.id === 'modelUnknown' ? EXIT_USAGE : EXIT_FAILED;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

function print(json: boolean | undefined, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${printableJson(value)}\n` : text());
}

function howToUse({ id, unusable }: ListedModel): string {
  if (unusable !== undefined) return `It cannot be used: ${printableLine(inWords(unusable))}\n`;
  return `Have it read with "infiniask models use ${printableLine(id)} --as reader".\n`;
}

/** How far the getting is: a bar on a terminal, a line now and then elsewhere. */
class GettingDisplay {
  private readonly out: NodeJS.WriteStream;
  private bar: ReturnType<typeof startBar> | undefined;
  private lastPlainMs = -Infinity;
  private isWaiting = false;

  constructor(out: NodeJS.WriteStream) {
    this.out = out;
  }

  show({ phase, bytes, bytesTotal }: GetModelProgress): void {
    if (phase === 'waiting') {
      if (!this.isWaiting) this.out.write('Another InfiniAsk is getting a model; waiting for it …\n');
      this.isWaiting = true;
      return;
    }
    const of = bytesTotal === undefined ? '' : ` of ${sizeText(bytesTotal)}`;
    const details = `${phase === 'checking' ? 'reading what is there' : 'loading'}, ${sizeText(bytes)}${of}`;
    if (this.out.isTTY && bytesTotal !== undefined) {
      this.bar ??= startBar(this.out, bytesTotal);
      this.bar.update(bytes, { details });
    } else if (performance.now() - this.lastPlainMs > PLAIN_INTERVAL_MS) {
      this.lastPlainMs = performance.now();
      this.out.write(`${details}\n`);
    }
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
