import { type Effort, readEmitted } from './emitted-workflow.ts';
import { runByFetch } from './fetch-steps.ts';

/** The yardstick of the runners as a process of its own. Argument: the bank's address. Prints its effort. */
const [, , baseUrl = ''] = process.argv;
const requests = await runByFetch(readEmitted().workflow, baseUrl);
const effort: Effort = { requests, checks: `${requests} status codes` };
console.log(JSON.stringify(effort));
