import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** What a result depends on besides the code. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  readonly commit: string;
}

/** This machine and the commit of the working tree; `+` marks changes that are not committed. */
export function machine(): Machine {
  const git = (...args: string[]): string => {
    try {
      return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      return '';
    }
  };
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+';
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed}`,
  };
}

/** One line for the head of a report. */
export function describeMachine({ processor, cores, node, commit }: Machine): string {
  return `${processor}, ${cores} cores, Node ${node}, commit ${commit}`;
}
