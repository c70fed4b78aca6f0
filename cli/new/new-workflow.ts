import { existsSync, writeFileSync } from 'node:fs';

/** A workflow that passes at once, and declares the events that it causes: a customer with an account. */
const start = (id: string) => `import { defineWorkflow, eq } from '../../harness/host.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

export default defineWorkflow({
  id: '${id}',
  summary: 'A customer opens an account',
  inputs: (sources) => ({ ...personOf(sources), product: sources.target.products.checking ?? '' }),
  steps({ op, inputs }) {
    const body = { customerId: onboard(op, 'customer', inputs), productId: inputs.product, title: 'Main' };
    const emits = ['Core.Account.Opened'] as const;
    op.openAccount('open-account', { body, status: 200, emits, check: (r) => [eq(r.status, 'Active')] });
  },
});
`;

/** Writes `workflows/NAME.ts` and says what to do next, or writes nothing and says why. Gives the exit code. */
function newWorkflow([name = '', ...surplus]: readonly string[]): number {
  const file = `workflows/${name}.ts`;
  const problem = describeProblem(name, file, surplus);
  if (problem !== undefined) {
    console.error(problem);
    return 2;
  }
  writeFileSync(file, start(name), { flag: 'wx' });
  console.log(`${file} is written, and passes as it is. Change its steps, and then:`);
  for (const [command, what] of [
    [`npm start -- --workflow ${name}`, 'run it'],
    [`npx playwright test --project workflows -g ${name}`, 'run it as a test, with a report'],
    ['npm run generate', 'write its Arazzo document, to be committed with it'],
  ])
    console.log(`  ${command?.padEnd(60)} ${what}`);
  return 0;
}

function describeProblem(name: string, file: string, surplus: readonly string[]): string | undefined {
  if (surplus.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60)
    return `Cannot call a workflow "${[name, ...surplus].join(' ')}": write small letters, digits and hyphens, as in npm run new-workflow two-addresses`;
  if (!existsSync('harness/index.ts'))
    return 'There is no harness/index.ts here to start from: call it as npm run new-workflow NAME, in the clone of Crosscheck';
  if (existsSync(file)) return `There is a workflow "${name}" already: choose another name, or change ${file}`;
  return undefined;
}

process.exitCode = newWorkflow(process.argv.slice(2));
