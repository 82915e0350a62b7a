// `npm start -- "question" FOLDER`: prepares the clone, then asks.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, install, root } from './prepare.mjs';

try {
  install();
  build();
} catch (error) {
  console.error(`infiniask: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
const child = spawn(process.execPath, [join(root, 'dist', 'cli.cjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // npm runs scripts in the package's folder; relative paths mean the folder where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
// Ctrl+C reaches the child by itself; this process waits for what it found.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
