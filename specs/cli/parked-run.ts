import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import type { TestBank } from '../emulator/test-bank.ts';
import { bareEnvironment, startCommand, unwrap } from './command.ts';

/** Returns the environment of a partner, which cannot move the bank's clock. */
export function partnerEnvironment({ target, emulator }: TestBank): NodeJS.ProcessEnv {
  return bareEnvironment({
    COS_BASE_URL: target.baseUrl,
    COS_TOKEN_URL: target.tokenUrl,
    COS_PARTNER_ID: target.partnerId,
    COS_CLIENT_ID: target.partner.clientId,
    COS_CLIENT_SECRET: target.partner.clientSecret,
    COS_PRODUCT_CHECKING: emulator.demo.products.checking,
  });
}

const harness = resolve('harness/host.ts');

/** Returns the text of a workflow that polls the screening of a customer, then does `more`. */
export const workflowFile = (afterwards: string, id = 'waits') => `
import { defineWorkflow, eq } from '${harness}';
export default defineWorkflow({
  id: '${id}',
  summary: 'Waits for a screening',
  inputs: ({ target: { partnerId }, customers }) => {
    const { name, profile } = customers.person();
    return { customer: { partnerId, classification: 'Personal' as const, name, profile } };
  },
  steps(w) {
    const customer = w.op.onboardCustomer('onboard', { body: w.inputs.customer, status: 200 });
    w.op.getCustomer('screening', {
      path: { customerId: customer.body.id }, status: 200, check: (r) => [eq(r.ofac, 'Clear')],
      poll: { everySeconds: 60, deadlineSeconds: 600 },
    });
    ${afterwards}
  },
});
`;

/** Creates a folder with that workflow. */
export function folderWith(afterwards = ''): string {
  const cwd = test.info().outputPath('run');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(`${cwd}/waits.ts`, workflowFile(afterwards));
  return cwd;
}

/** Reads the report of the last run in a folder. */
export const readReport = (cwd: string) =>
  JSON.parse(readFileSync(`${cwd}/reports/latest/run/run.json`, 'utf8')) as RunReport;
/** Reads the report of the last resumed run in a folder. */
export const readResumed = (cwd: string) =>
  JSON.parse(readFileSync(`${cwd}/reports/latest/resume/run.json`, 'utf8')) as RunReport;
/** Lists the checkpoints in a folder, without the locks of killed processes. */
export const parkedIn = (cwd: string) =>
  existsSync(`${cwd}/reports/parked`)
    ? readdirSync(`${cwd}/reports/parked`).filter((name) => !name.endsWith('.lock'))
    : [];

/** Runs until the poll pauses, then interrupts as Ctrl-C does. */
export async function runAndInterrupt(args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
  const child = startCommand(args, options);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    lines.push(line);
    if (line.includes('not successful yet')) child.kill('SIGINT');
  }
  const [exitCode] = child.exitCode === null ? ((await once(child, 'exit')) as [number | null]) : [child.exitCode];
  return { exitCode, stdout: lines.join('\n'), stderr: unwrap(stderr) };
}
