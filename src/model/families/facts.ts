import type { MetadataValue } from '../weights/ggufHeader.ts';

/** A model that its family's graphs cannot run. The message is half a sentence. */
export class Unfit extends Error {}

/** A file's facts about its model, by key. */
export class Facts {
  private readonly values: (key: string) => unknown;

  constructor(values: (key: string) => unknown) {
    this.values = values;
  }

  /** The facts about one architecture in the metadata of a GGUF file. */
  static ofGguf(metadata: ReadonlyMap<string, MetadataValue>, architecture: string): Facts {
    return new Facts((key) => metadata.get(`${architecture}.${key}`));
  }

  static ofJson(json: Readonly<Record<string, unknown>>): Facts {
    // Null counts as a missing key.
    return new Facts((key) => json[key] ?? undefined);
  }

  has(key: string): boolean {
    return this.values(key) !== undefined;
  }

  /** @throws Unfit when the key is missing without a default, or is not a number */
  number(key: string, otherwise?: number): number {
    const value = this.values(key) ?? otherwise;
    if (typeof value === 'number' && Number.isFinite(value)) return asMeant(value);
    if (value === undefined) throw new Unfit(`it does not say its ${key}`);
    // A file may have one number for each layer; all must be the same.
    if (Array.isArray(value) && value.length > 0 && value.every((item) => item === value[0])) {
      const [first] = value as unknown[];
      if (typeof first === 'number') return first;
    }
    throw new Unfit(`its ${key} is ${short(value)}`);
  }

  /** Undefined when the key is missing. @throws Unfit for anything but a text */
  text(key: string): string | undefined {
    const value = this.values(key);
    if (value === undefined || typeof value === 'string') return value;
    throw new Unfit(`its ${key} is ${short(value)}`);
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.values(key);
    return Array.isArray(value) ? value : undefined;
  }

  /** The facts below a key that has keys of its own. */
  below(key: string): Facts | undefined {
    const value = this.values(key);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Facts.ofJson(value as Record<string, unknown>);
  }

  /** @throws Unfit unless the key is missing or has one of these values */
  expect(key: string, ...values: readonly unknown[]): void {
    const value = this.values(key);
    if (value === undefined || values.includes(value)) return;
    throw new Unfit(`its ${key} is ${short(value)}, which InfiniAsk does not know for this family`);
  }
}

/** The decimal number, of up to 7 digits, that a float32 of a file stands for. */
function asMeant(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(7));
}

function short(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
