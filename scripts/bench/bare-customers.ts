import { customer } from '../../harness/host.ts';

/** Generates customers of a seed and does nothing with them, as a process of its own. Argument: how many. */
const [, , count = ''] = process.argv;
for (let n = 1; n <= Number(count); n++) customer(1, n);
