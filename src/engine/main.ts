/** The engine process: the extension host starts it and talks to it over the channel of `fork`. */
import { createMessageConnection, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { askEditorOver } from './askEditor.ts';
import { Engine } from './engine.ts';
import { backgroundThreads, installed } from './installation.ts';
import { serve } from './server.ts';
import { TolerantReader } from './tolerantReader.ts';

const connection = createMessageConnection(new TolerantReader(process), new IPCMessageWriter(process));
const threads = backgroundThreads();
const engine = new Engine({
  ...installed(),
  threads,
  askEditor: askEditorOver(connection),
});
serve(connection, engine, () => void engine.dispose().finally(() => process.exit(0)));
// Without a parent nobody can ask, and nobody else would end this process.
process.once('disconnect', () => process.exit(0));
connection.listen();
