import type { Command } from 'commander';
import type { Finish } from '../shared/finish.ts';
import type { NewWorkflowOptions } from './new-workflow-command.ts';

/** Declares `crosscheck new workflow`, its options and its help text. */
export function defineNew(program: Command, finish: Finish): void {
  program
    .command('new')
    .description('Create a workflow file from a template')
    .command('workflow')
    .description('Write a short workflow that passes: a customer opens an account')
    .argument('<name>', 'the id of the workflow: lower-case letters, digits and hyphens')
    .option('--folder <folder>', 'the folder of the file; it is created if necessary', 'workflows')
    .allowExcessArguments(false)
    .action(async (name: string, options: NewWorkflowOptions) => {
      const { newWorkflowCommand } = await import('./new-workflow-command.ts');
      finish(await newWorkflowCommand(name, options));
    });
}
