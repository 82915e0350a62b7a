/** Real git, as the oracle of what this project reads of its files by itself. */
import { execFileSync } from 'node:child_process';

export const hasGit = ((): boolean => {
  try {
    return execFileSync('git', ['--version'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

/** The environment in which neither the user's nor the machine's settings decide. @param home a folder without any */
export function gitEnvironment(home: string): NodeJS.ProcessEnv {
  return { ...process.env, HOME: home, XDG_CONFIG_HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
}

/** Runs git and returns what it printed. @throws when it fails */
export function runGit(folder: string, env: NodeJS.ProcessEnv, args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
