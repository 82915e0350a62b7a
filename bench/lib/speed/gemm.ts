/** The reader's floating-point operations per second beside those of a plain matrix product. */
import { runChild } from '../child.ts';
import { readerSpeedTable } from '../readerSpeed.ts';
import type { ReaderSpeed } from '../readerSpeed.ts';
import type { Part } from './part.ts';

export interface GemmSpec {
  readonly kind: 'gemm';
}

export function gemmPart(): Part {
  const speed = runChild({ kind: 'gemm' } satisfies GemmSpec) as ReaderSpeed;
  return {
    id: 'speed-gemm',
    title: 'The reader’s share of a plain matrix product',
    body: readerSpeedTable(speed),
    data: speed,
  };
}
