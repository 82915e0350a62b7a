import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../engine/index.ts';
import { ask } from './ask.ts';
import type { AskOptions } from './ask.ts';
import { buildEmbeddedModel } from './buildModel.ts';

/** The command line; parsing errors are thrown as `CommanderError`. */
export function createProgram(): Command {
  const program = new Command('infiniask')
    .description('Answers a question from folders and files on this machine; nothing leaves it.')
    .version(version)
    .showHelpAfterError(
      'For example: infiniask "Where is the retry limit set?" FOLDER; --help shows the options.',
    )
    .exitOverride();

  const asking = program
    .command('ask', { isDefault: true })
    .description('ask a question of one or more folders or files')
    .argument('<question>', 'what you want to know')
    .argument('[paths...]', 'folders or files to read; the current folder when none is given')
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addOption(
      new Option('--writer <who>', 'who writes the answer; none shows the evidence alone')
        .choices(['embedded', 'none'])
        .default('embedded'),
    )
    .option('--evidence-tokens <count>', 'tokens of evidence to keep', positiveInteger, 1000)
    .option('--max-file-size <KB>', 'skip larger files', positiveInteger, 2048)
    .option('--threads <count>', 'threads of the model; default: one per core', positiveInteger)
    .action((question: string, paths: string[], options: AskOptions) => ask(question, paths, options));

  program
    .command('build-model', { hidden: true })
    .description('build the embedded model from its package (part of the build of this project)')
    .action(buildEmbeddedModel);

  // Asking is what the command is for: its options are part of the general help.
  program.addHelpText('after', () => `\n${asking.helpInformation()}`);

  for (const command of program.commands) command.exitOverride();
  return program;
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0)
    throw new InvalidArgumentError('Give a whole number above zero.');
  return value;
}
