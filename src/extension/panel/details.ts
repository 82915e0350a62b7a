/** What the user asked to see of single pieces: the words that counted, the lines around. */
import type { PanelWhy, WhyParams } from '../../contract/index.ts';
import { isInFile, type Span } from '../evidence/spans.ts';
import { surroundings } from '../evidence/surroundings.ts';
import type { Asker } from '../session/session.ts';

export interface Detail {
  readonly why: PanelWhy | null;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly canExpand: boolean;
  /** Empty when nothing is wrong. */
  readonly expandError: string;
}

export const noDetail: Detail = { why: null, before: [], after: [], canExpand: true, expandError: '' };

/** Lines shown at each side with every step. */
const stepLines = 10;

export interface DetailsOptions {
  readonly asker: Pick<Asker, 'why'>;
  /** The lines of a file as they are now. */
  readonly readLines: (file: string) => Promise<readonly string[]>;
  readonly toText: (error: unknown) => string;
  /** The sentence for a file that no longer has the lines. */
  readonly changed: () => string;
  readonly onChange: () => void;
}

export class Details {
  readonly #options: DetailsOptions;
  #byId = new Map<number, Detail>();

  constructor(options: DetailsOptions) {
    this.#options = options;
  }

  of(id: number): Detail {
    return this.#byId.get(id) ?? noDetail;
  }

  /** Forgets everything, because ids begin anew with every question. */
  clear(): void {
    this.#byId = new Map();
  }

  /** Works out which words counted; does nothing when that is known or under way. */
  async why(id: number, params: WhyParams): Promise<void> {
    const { kind } = this.of(id).why ?? { kind: 'failed' };
    if (kind !== 'failed') return;
    const set = this.#setter(id);
    set({ why: { kind: 'pending' } });
    try {
      const why = await this.#options.asker.why(params);
      set({ why: { kind: 'shown', ...why } });
    } catch (error) {
      set({ why: { kind: 'failed', message: this.#options.toText(error) } });
    }
  }

  /** Shows some more lines around a span. */
  async expand(id: number, span: Span): Promise<void> {
    const set = this.#setter(id);
    if (!isInFile(span)) {
      set({ canExpand: false });
      return;
    }
    const { before, after } = this.of(id);
    const around = Math.max(before.length, after.length) + stepLines;
    try {
      const found = surroundings(span, await this.#options.readLines(span.file), around);
      if (found) set({ before: found.before, after: found.after, canExpand: found.more, expandError: '' });
      else set({ canExpand: false, expandError: this.#options.changed() });
    } catch (error) {
      set({ canExpand: false, expandError: this.#options.toText(error) });
    }
  }

  /** Sets fields of one detail, as long as the question is the same. */
  #setter(id: number): (fields: Partial<Detail>) => void {
    const byId = this.#byId;
    return (fields) => {
      byId.set(id, { ...(byId.get(id) ?? noDetail), ...fields });
      if (byId === this.#byId) this.#options.onChange();
    };
  }
}
