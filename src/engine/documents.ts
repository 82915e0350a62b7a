/** The text of documents: remembered from an earlier question, else taken out beside the reading. */
import { documentKinds } from '../corpus/index.ts';
import type {
  BackgroundExtractor,
  DocumentKindId,
  DocumentSource,
  DocumentText,
  Refusal,
} from '../corpus/index.ts';
import type { EngineMemory } from './memory.ts';

/** What is kept of a document. A refusal that another try may change is not kept. */
type Kept = DocumentText | Exclude<Refusal, 'tooSlow'>;

export class RememberedDocuments implements DocumentSource {
  readonly #extractor: Pick<BackgroundExtractor, 'text'> | undefined;
  readonly #memory: Pick<EngineMemory, 'document' | 'keepDocument'> | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #onTaking: (path: string) => void;

  /**
   * @param extractor not given, only what is remembered is known
   * @param signal ends what is taken out; such a document has no text
   * @param onTaking called with the path of a document whose text is taken out now
   */
  constructor(
    memory: Pick<EngineMemory, 'document' | 'keepDocument'> | undefined,
    extractor?: Pick<BackgroundExtractor, 'text'>,
    signal?: AbortSignal,
    onTaking: (path: string) => void = () => undefined,
  ) {
    this.#memory = memory;
    this.#extractor = extractor;
    this.#signal = signal;
    this.#onTaking = onTaking;
  }

  async text(
    kind: DocumentKindId,
    bytes: Uint8Array,
    digest: string,
    path: string,
  ): Promise<DocumentText | Refusal | undefined> {
    const name = `${kind} ${documentKinds[kind].version} ${digest}`;
    const kept = parsed(await this.#memory?.document(name));
    if (kept !== undefined) return kept;
    const onStart = (): void => this.#onTaking(path);
    const taken = await this.#extractor?.text(kind, bytes, this.#signal, onStart);
    if (taken !== undefined && taken !== 'tooSlow') {
      // The reading goes on while it is written.
      void this.#memory?.keepDocument(name, JSON.stringify(taken satisfies Kept));
    }
    return taken;
  }
}

function parsed(text: string | undefined): Kept | undefined {
  // The memory checks what it gives by its checksum.
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}
