#!/usr/bin/env node
// Plain JavaScript with default imports only: an old Node, which cannot run TypeScript and may lack newer
// names, must come as far as the message about its version.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import module from 'node:module';
import url from 'node:url';

/** The Node in the project's dependencies, which exists on Linux only. */
const ownNode = url.fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  module.enableCompileCache?.();
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv);
} else if (fs.existsSync(ownNode) && fs.realpathSync(ownNode) !== fs.realpathSync(process.execPath)) {
  // For example, npm of another repository has put an older Node first in the PATH.
  const child = childProcess.spawn(ownNode, process.argv.slice(1), { stdio: 'inherit' });
  // The terminal sends Ctrl-C to the child as well; the parent must not end first.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    // The code is null if a signal has ended the child.
    process.exitCode = code ?? 2;
  });
} else {
  console.error(
    `Crosscheck needs Node 22.18 or newer, this is ${process.version}\n` +
      'Install Node 24 or newer. On Linux, npm start and npx crosscheck bring their own Node',
  );
  process.exitCode = 2;
}
