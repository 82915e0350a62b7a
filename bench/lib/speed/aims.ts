import { table } from '../table.ts';

/** What was aimed at beside what was measured. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

export function aimsTable(aims: readonly Aim[]): string {
  return table<Aim>(
    [
      { heading: 'aim', cell: ({ what }) => what },
      { heading: 'wanted', cell: ({ aim }) => aim },
      { heading: 'measured', cell: ({ measured }) => measured },
      { heading: 'reached', cell: ({ met }) => (met ? 'yes' : 'no') },
    ],
    aims,
  );
}

/** So many times as fast, or more. */
export function timesFaster(what: string, wanted: number, measured: number): Aim {
  return {
    what,
    aim: `${wanted} times`,
    measured: `${measured.toFixed(measured < 10 ? 2 : 1)} times`,
    met: measured >= wanted,
  };
}
