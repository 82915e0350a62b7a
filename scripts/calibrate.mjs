// `npm run calibrate`: prepares the clone, then finds the embedded model's retrieval heads and draws them into docs/.
// Further arguments go to `infiniask calibrate`.
import { build, install, root, run } from './prepare.mjs';

install();
build();
const picture = ['--heat-map', 'docs/pictures/head-map.svg'];
run(process.execPath, ['dist/cli.cjs', 'calibrate', ...picture, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
