import { CommanderError } from 'commander';
import { printableMessage } from '../text/index.ts';
import { withQuestion } from './arguments.ts';
import { createProgram } from './program.ts';

/** Exit codes: 0 answered, 1 failed, 2 wrong usage, 130 cancelled. */
createProgram()
  // When the editor runs this with Electron as plain Node, the arguments stand as in Node.
  .parseAsync([...process.argv.slice(0, 2), ...withQuestion(process.argv.slice(2))], { from: 'node' })
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(
      `infiniask: ${printableMessage(error instanceof Error ? error.message : String(error))}\n`,
    );
    process.exitCode = 1;
  });
