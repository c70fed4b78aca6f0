#!/usr/bin/env node
// Plain JavaScript, so that a Node that cannot run TypeScript says so instead of dying before its
// first line: for the same reason it imports by name nothing that an old Node may lack.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import module from 'node:module';
import url from 'node:url';

/** The Node that the project brings with it, where it does. */
const ownNode = url.fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  module.enableCompileCache?.();
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv);
} else if (fs.existsSync(ownNode) && fs.realpathSync(ownNode) !== fs.realpathSync(process.execPath)) {
  // As when it is called from another repository, whose npm has put an older Node first.
  const child = childProcess.spawn(ownNode, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; here it must only not end the parent before it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    // Without a code a signal has ended it.
    process.exitCode = code ?? 2;
  });
} else {
  console.error(
    `Crosscheck needs Node 22.18 or newer, this is ${process.version}\n` +
      'Run it through npm (npm start, npx crosscheck), which brings its own Node on Linux, or install Node 24 or newer',
  );
  process.exitCode = 2;
}
