/**
 * Entry of the suite that runs inside the extension host; the editor calls `run` and takes its promise as the result.
 * Suites are registered by import, so that the bundle holds exactly what is listed here.
 */
import Mocha from 'mocha';
import { asking } from './ask.suite.ts';
import { print, printed, savePicture } from './bridge.ts';
import { errors } from './errors.suite.ts';
import { links } from './links.suite.ts';
import { smoke } from './smoke.suite.ts';
import { stopping } from './stop.suite.ts';
import { panelButtons } from './panel.suite.ts';
import { readingAhead } from './readAhead.suite.ts';
import { writers } from './writers.suite.ts';
import { tools } from './tool.suite.ts';
import { workbench } from './workbench.suite.ts';

/** Each defines its `describe` blocks when called: mocha's globals exist only from `pre-require` on. */
const suites: readonly (() => void)[] = [
  smoke,
  asking,
  links,
  errors,
  panelButtons,
  readingAhead,
  stopping,
  writers,
  tools,
  workbench,
];

/** Long enough for a model to be loaded on two slow cores. */
const TEST_TIMEOUT_MS = 300_000;

export async function run(): Promise<void> {
  const grep = process.env['INFINIASK_HOST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: false,
    timeout: TEST_TIMEOUT_MS,
    slow: 2000,
    forbidOnly: process.env['CI'] !== undefined,
    ...(grep === undefined ? {} : { grep: new RegExp(grep) }),
    rootHooks: {
      // While the window still shows what went wrong.
      async afterEach(this: Mocha.Context): Promise<void> {
        if (this.currentTest?.state === 'failed') await savePicture(`failed-${this.currentTest.fullTitle()}`);
      },
    },
  });
  Mocha.reporters.Base.consoleLog = print;
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const register of suites) register();

  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  await printed();
  if (stats === undefined || stats.tests === 0) throw new Error('No test ran.');
  if (stats.failures > 0) throw new Error(`${stats.failures} of ${stats.tests} tests failed.`);
}
