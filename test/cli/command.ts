import type { Place } from '../../src/contract/index.ts';
import { spawn } from 'node:child_process';
import { cleanEnvironment } from '../../scripts/environment.mjs';
import { program, root } from '../engine/setting.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` prints, as the README promises it. */
export interface Printed {
  readonly question: string;
  readonly strategy: string;
  readonly model: string;
  readonly answer: {
    readonly text: string;
    readonly writer: string;
    readonly citations: readonly { readonly marker: string; readonly evidence: number }[];
    readonly failure?: string;
  };
  readonly evidence: readonly {
    readonly path: string;
    readonly startLine: number;
    readonly endLine: number;
    readonly place: Place;
    readonly score: number;
    readonly bestLine: number;
    readonly bestColumn: number;
    readonly text: string;
    readonly cuts?: readonly {
      readonly line: number;
      readonly columns: readonly (readonly [number, number])[];
    }[];
    readonly lineScores: readonly number[];
    readonly parts: { readonly attention: number; readonly keywords: number };
    readonly reasons?: readonly { readonly rule: string; readonly factor: number }[];
    readonly otherPlaces?: readonly {
      readonly path: string;
      readonly startLine: number;
      readonly endLine: number;
      readonly place: Place;
    }[];
    readonly signature?: { readonly line: number; readonly place: Place; readonly text: string };
  }[];
  readonly coverage: {
    readonly files: number;
    readonly tokens: number;
    readonly windows: number;
    readonly remembered: number;
    readonly complete: boolean;
    readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  };
  readonly timing: {
    readonly firstEvidenceMs: number | null;
    readonly bestEvidenceMs: number | null;
    readonly firstAnswerMs: number | null;
    readonly totalMs: number;
    readonly tokensPerSecond: number;
  };
}

/** Gets what a program says on standard error so far, and a way to press Ctrl+C. */
type OnError = (said: string, interrupt: () => void) => void;

/** Runs `infiniask` to its end. @param env variables beside those of this process */
export function infiniask(
  args: readonly string[],
  onError?: OnError,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return run(process.execPath, [program('cli'), ...args], { env: { ...process.env, ...env }, onError });
}

/** Runs `npm start --` to its end, as from a user's shell. */
export function npmStart(args: readonly string[]): Promise<Ended> {
  return run('npm', ['start', '--', ...args], { env: cleanEnvironment() });
}

function run(
  command: string,
  args: readonly string[],
  { env = process.env, onError }: { env?: NodeJS.ProcessEnv; onError?: OnError | undefined },
): Promise<Ended> {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onError?.(stderr, () => child.kill('SIGINT'));
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Asks with `--json`. @throws with what the command said when it failed */
export async function askJson(question: string, folder: string, ...args: string[]): Promise<Printed> {
  const { code, stdout, stderr } = await infiniask(['--json', ...args, question, folder]);
  if (code !== 0) throw new Error(`infiniask ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as Printed;
}
