#!/usr/bin/env node
// Plain JavaScript, so that a Node that can not run TypeScript says so instead of dying before its
// first line: for the same reason it imports by name nothing that an old Node may lack.
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Crosscheck needs Node 22.18 or newer, this is ${process.version}\n` +
      'Run it through npm (npm start, npx crosscheck), which brings its own Node on Linux, or install Node 24 or newer',
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache?.();
  const { main } = await import('./cli/main.ts');
  process.exitCode = await main(process.argv);
}
