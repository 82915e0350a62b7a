import type { Command } from 'commander';
import { Option } from 'commander';
import type { ModelRole } from '../contract/index.ts';
import { addModel, checkModels, getModel, listModels, removeModel, useModel } from './models.ts';

const roles: readonly ModelRole[] = ['reader', 'rereader', 'writer'];

/** Adds `infiniask models …`. */
export function addModelsCommand(program: Command): void {
  const models = program
    .command('models')
    .description('the models of this machine, and those that could be got; what reads and writes');
  const below = (name: string, description: string, isDefault = false): Command =>
    models
      .command(name, { isDefault })
      .description(description)
      .option('--json', 'print one JSON object on standard output and nothing else there');

  below(
    'list',
    'what is on this machine, also of Ollama, LM Studio and the hub’s cache, and what could be got',
    true,
  ).action(listModels);
  below('get', 'download a model of the list, or any GGUF file of the hub')
    .argument('<id>', 'an id of the list, or OWNER/NAME/FILE.gguf, with @REVISION behind it for an older one')
    .option('--accept-terms', 'you have read and accept the terms of its licence')
    .action(getModel);
  below('add', 'take a model of yours into the list; it stays where it is')
    .argument('<path>', 'a GGUF file, a folder of such files, or a folder with config.json')
    .action(addModel);
  below('use', 'have a model read, read the best again, or write, from now on')
    .argument(
      '<id>',
      'an id of the list or a path; "embedded" takes it back, "none" for nobody who reads again',
    )
    .addOption(new Option('--as <role>', 'what for').choices(roles).default('reader'))
    .action(useModel);
  below('check', 'read the files of models again and say which are damaged')
    .argument('[id]', 'of one model; default: all on this machine')
    .action(checkModels);
  below(
    'remove',
    'delete a model that was got and what was prepared of one, or take one that was added off the list',
  )
    .argument('<id>')
    .action(removeModel);
}
