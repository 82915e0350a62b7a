/** Texts of several sizes and what asking them for the first and the second time costs, each measured once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesBelow } from '../folderSize.ts';
import { ask } from './question.ts';
import type { AskedRun } from './question.ts';
import { QUESTION, writeText } from './text.ts';

export interface ColdAndWarm {
  readonly folder: string;
  readonly files: number;
  /** Nothing known. */
  readonly first: AskedRun;
  /** The same question again. */
  readonly second: AskedRun;
  /** What was kept after the first question. */
  readonly storeBytes: number;
}

export class Lab {
  /** Tokens of the whole text. */
  readonly tokens: number;
  private readonly scratch = mkdtempSync(join(tmpdir(), 'infiniask-speed-'));
  private readonly measured = new Map<number, ColdAndWarm>();

  constructor(tokens: number) {
    this.tokens = tokens;
  }

  /** A text of this share of the whole; what was kept of it stays only for the whole. */
  at(share: number): ColdAndWarm {
    let found = this.measured.get(share);
    if (!found) {
      found = this.measure(share);
      this.measured.set(share, found);
      if (share !== 1) rmSync(this.memoryOf(share), { recursive: true });
    }
    return found;
  }

  /** Of a share that has been asked already. */
  known(share: number): ColdAndWarm | undefined {
    return this.measured.get(share);
  }

  memoryOf(share: number): string {
    return this.path(`memory-${share}`);
  }

  /** A place for files that goes with the lab. */
  path(name: string): string {
    return join(this.scratch, name);
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  private measure(share: number): ColdAndWarm {
    const folder = this.path(`text-${share}`);
    // A part that failed may have left some of it.
    for (const path of [folder, this.memoryOf(share)]) rmSync(path, { recursive: true, force: true });
    const files = writeText(folder, this.tokens * share);
    const spec = { folder, memory: this.memoryOf(share), question: QUESTION };
    const first = ask(spec);
    console.error(`${first.tokens} tokens: first question ${first.seconds.toFixed(1)} s`);
    const storeBytes = bytesBelow(spec.memory);
    const second = ask(spec);
    console.error(`${second.tokens} tokens: second question ${second.seconds.toFixed(1)} s`);
    return { folder, files, first, second, storeBytes };
  }
}
