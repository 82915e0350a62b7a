import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { calibrate, headMapOf, measure, nameOf, reportText, withCalibration } from '../calibration/index.ts';
import { builtFolder, builtModelsFolder, modelFolder } from '../engine/index.ts';
import {
  buildModel,
  buildVariant,
  manifestFile,
  openReader,
  readManifest,
  writeWhole,
} from '../model/index.ts';
import type { Head, Manifest, ModelReader } from '../model/index.ts';
import { startBar } from './bar.ts';
import { weightsFolder } from './weightsFolder.ts';

interface CalibrateOptions {
  readonly model?: string;
  readonly seed: number;
  readonly samples: number;
  /** The deepest layer that is looked at, 0-based; default: the last. */
  readonly deepest?: number;
  readonly heatMap?: string;
  readonly dryRun?: boolean;
}

const EXIT_CANCELLED = 130;

/** Finds the retrieval heads of a model and writes them into its manifest; sets the exit code. */
export async function runCalibration(options: CalibrateOptions): Promise<void> {
  const model = await modelOf(options.model);
  const { folder, manifest } = model;
  const { config, reader } = manifest;
  const layers = Math.min(config.layers, (options.deepest ?? Infinity) + 1);
  const heads = Array.from({ length: layers * config.heads }, (_, i) => ({
    layer: Math.floor(i / config.heads),
    head: i % config.heads,
  }));
  const measureOptions = { seed: options.seed, samplesPerGroup: options.samples };
  const measured = await withAllHeads(model, heads, (all) => measureModel(all, measureOptions));
  if (!measured) {
    process.exitCode = EXIT_CANCELLED;
    return;
  }
  const within = reader.heads.filter(({ layer }) => layer < layers);
  // What is compared with has to be among what was read.
  const before = within.length > 0 ? within : heads.slice(-config.heads);
  const found = calibrate(measured, heads, { ...reader, heads: before });
  process.stdout.write(reportText(found));
  if (options.dryRun) {
    process.stdout.write('Nothing was written (--dry-run).\n');
    return;
  }
  if (options.heatMap !== undefined) {
    const picture = resolve(options.heatMap);
    await mkdir(dirname(picture), { recursive: true });
    await writeWhole(picture, [Buffer.from(headMapOf(found, manifest.name))]);
    process.stdout.write(`Wrote ${picture}.\n`);
  }
  const path = join(folder, manifestFile);
  await replaceModel(model, withCalibration(await readFile(path, 'utf8'), found, measureOptions));
  process.stdout.write(
    `Built ${manifest.id} with the heads ${found.chosen.heads.map(nameOf).join(', ')}.\nWrote ${path}.\n`,
  );
}

/** What is calibrated. */
interface Calibrated {
  /** Of the built model. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Builds it by another manifest, into another folder. */
  readonly build: (folder: string, manifestText: string) => Promise<unknown>;
}

/** The embedded model, one with a folder in `models/`, or a user's file, which is built if that was not done. @throws ModelError */
async function modelOf(path: string | undefined): Promise<Calibrated> {
  const given = path === undefined ? modelFolder() : resolve(path);
  const folder = await builtFolder(given, false, { folder: builtModelsFolder() });
  const manifest = await readManifest(folder);
  if (folder !== given) {
    const build = (to: string, text: string): Promise<void> =>
      buildVariant(given, to, JSON.parse(text) as Manifest);
    return { folder, manifest, build };
  }
  const packageFolder = weightsFolder(manifest);
  return {
    folder,
    manifest,
    build: async (to, text) => {
      await writeFile(join(to, manifestFile), text);
      await buildModel(to, packageFolder);
    },
  };
}

/**
 * Builds the new model beside the old one, then moves its files into place, the manifest last. A failed build changes
 * nothing; a model interrupted while moving is refused by `verifyModel` and can be built again.
 */
async function replaceModel({ folder, build }: Calibrated, manifestText: string): Promise<void> {
  const beside = await mkdtemp(join(folder, '.calibrated-'));
  try {
    await build(beside, manifestText);
    const built = (await readdir(beside)).filter((name) => name !== manifestFile);
    for (const name of [...built, manifestFile]) await rename(join(beside, name), join(folder, name));
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** Opens a variant of the model whose reader returns every head, built in a temporary folder. */
async function withAllHeads<T>(
  { manifest, build }: Calibrated,
  heads: readonly Head[],
  use: (reader: ModelReader) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'infiniask-calibrate-'));
  try {
    const variant: Manifest = { ...manifest, reader: { ...manifest.reader, heads } };
    await build(folder, JSON.stringify(variant));
    const reader = await openReader(folder);
    try {
      return await use(reader);
    } finally {
      await reader.dispose();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns undefined when Ctrl+C interrupted it, because half a calibration is worth nothing */
async function measureModel(
  reader: ModelReader,
  options: Parameters<typeof measure>[2],
): Promise<Awaited<ReturnType<typeof measure>> | undefined> {
  const tokens = {
    encode: (text: string) => reader.tokensOf(text),
    header: (path: string) => reader.header(path),
    windowTokens: reader.windowTokens,
  };
  const cancel = new AbortController();
  const onInterrupt = (): void => cancel.abort();
  process.once('SIGINT', onInterrupt);
  const bar = process.stderr.isTTY ? startBar(process.stderr, 1) : undefined;
  process.stderr.write(bar ? '' : 'Reading the samples with all heads; this takes minutes …\n');
  try {
    return await measure(reader, tokens, options, (read, total) => {
      cancel.signal.throwIfAborted();
      bar?.setTotal(total);
      bar?.update(read, { details: `${read} of ${total} windows` });
    });
  } catch (error) {
    if (cancel.signal.aborted) return undefined;
    throw error;
  } finally {
    bar?.stop();
    process.removeListener('SIGINT', onInterrupt);
  }
}
