import type { Command } from 'commander';
import { buildProgram } from '../../../cli/program.ts';
import { renderBlock, renderHead } from './markdown.ts';

/** Renders one page with the help text of every command, exactly as the terminal prints it. */
export function renderCommands(): string {
  const program = buildProgram(() => undefined);
  return [
    ...renderHead('Commands and options', 'the definitions in `cli/`'),
    'Each section is the output of `npx crosscheck COMMAND --help`. Exit codes: [exit-codes.md](exit-codes.md).',
    '',
    ...renderCommand('crosscheck', program),
  ].join('\n');
}

function renderCommand(name: string, command: Command): string[] {
  const own = [`## ${name}`, '', ...renderBlock(readHelp(command))];
  return [...own, ...command.commands.flatMap((child) => renderCommand(`${name} ${child.name()}`, child))];
}

/** Returns the whole help text: commander writes what belongs behind the options to its output only. */
function readHelp(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}
