import { mkdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { startTestBank } from '../emulator/test-bank.ts';
import { operationOf } from '../harness/mutate-answer.ts';
import { type RelayedAnswer, startRelay } from '../judges/relay.ts';
import { bareEnvironment, runCrosscheck } from './command.ts';

/** The most memory that a run may take, in MB. */
const MOST_MB = 300;

/** Prints the peak memory of the process when it ends. */
const MEASURE = 'data:text/javascript,process.on("exit",()=>console.error("maxRSS "+process.resourceUsage().maxRSS))';

const page = (results: unknown, hasNextPage = false) =>
  JSON.stringify({ results, pageNumber: 1, pageSize: 50, hasPreviousPage: false, hasNextPage });

let asked = 0;
const activity = JSON.stringify({ description: 'd'.repeat(500), amount: 1 });

/** An invalid response, its operation, and the message of the run. */
const cases: readonly [what: string, operationId: string | undefined, body: () => string, says: RegExp][] = [
  ['answers of 200 MB', undefined, () => 'x'.repeat(200 * 1024 * 1024), /the body is too long: at most 5242880 bytes/],
  ['a page of a million entries', 'listActivities', () => page(Array(1_000_000).fill(0)), /at most 50000 values/],
  ['a page of 49,000 wrong entries', 'listActivities', () => page(Array(49_000).fill(0)), /and \d+ more errors/],
  [
    'a list without an end',
    'listActivities',
    () =>
      page(
        Array.from({ length: 50 }, () => ({ ...JSON.parse(activity), id: String(asked++) })),
        true,
      ),
    /Cannot read the books of 2\d{9}: its activity/,
  ],
  [
    'an answer to 4.5 MB in one text',
    'getAccount',
    () => JSON.stringify({ title: 'x'.repeat(4_500_000) }),
    /must have/,
  ],
];

for (const [what, operationId, body, says] of cases) {
  test(`run stays within ${MOST_MB} MB and reports ${what}`, async () => {
    test.setTimeout(120_000);
    mkdirSync(test.info().outputDir, { recursive: true });
    const bank = await startTestBank();
    const change = ({ method, path, answer }: { method: string; path: string; answer: RelayedAnswer }) =>
      operationOf(method, path) === operationId || (operationId === undefined && !path.includes('token'))
        ? { ...answer, body: body() }
        : answer;
    const relay = await startRelay({ upstream: bank.target.baseUrl, change });
    const { partner, operator, partnerId, products } = bank.target;
    try {
      const environment = {
        COS_BASE_URL: relay.baseUrl,
        COS_CLIENT_ID: partner.clientId,
        COS_CLIENT_SECRET: partner.clientSecret,
        COS_PARTNER_ID: partnerId,
        COS_PRODUCT_CHECKING: products.checking ?? '',
        COS_OPERATOR_CLIENT_ID: operator?.clientId ?? '',
        COS_OPERATOR_CLIENT_SECRET: operator?.clientSecret ?? '',
      };
      const args = ['run', 'idempotent-retry', '--target', relay.baseUrl];
      const env = bareEnvironment(environment);
      const { exitCode, stdout, stderr } = await runCrosscheck(args, { env, cwd: test.info().outputDir }, [
        '--import',
        MEASURE,
      ]);
      expect(stdout + stderr).toMatch(says);
      expect(exitCode).toBe(1);
      expect(stderr).not.toMatch(/TypeError|at .*\.ts:\d+/);
      const [, kilobytes = '0'] = /maxRSS (\d+)/.exec(stderr) ?? [];
      expect(Number(kilobytes)).toBeGreaterThan(0);
      expect(Number(kilobytes) / 1024).toBeLessThan(MOST_MB);
    } finally {
      await relay.close();
      await bank.emulator.close();
    }
  });
}
