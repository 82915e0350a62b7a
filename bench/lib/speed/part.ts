import type { Report } from '../report.ts';

/** What one part of the benchmark publishes: a block of its own. */
export type Part = Pick<Report, 'id' | 'title' | 'body' | 'data'>;
