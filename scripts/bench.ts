import { monotonicMs } from '../core/clock.ts';
import type { Target } from '../core/target.ts';
import {
  createCustomerGenerator,
  defineWorkflow,
  eq,
  type InputSources,
  loadTarget,
  moves,
  runWorkflow,
} from '../harness/index.ts';
import { measureRate, median } from './bench/load.ts';
import { runToEnd, startServer } from './bench/processes.ts';

/** Prints one table of measures beside their targets. Ratios are of one run; a noisy machine is measured in pairs. */
const ROUNDS = 5;
const EMULATOR = ['scripts/crosscheck.js', 'emulator', '--port', '0'];
const SECONDS = 4;

interface Measure {
  readonly name: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = monotonicMs();
  await action();
  return monotonicMs() - started;
}

async function repeat(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round++) values.push(await measure());
  return median(values);
}

async function measureReady(): Promise<Measure> {
  const readyMs = await repeat(async () => {
    const started = monotonicMs();
    const emulator = await startServer(EMULATOR, /^COS_BASE_URL=/);
    const elapsed = monotonicMs() - started;
    await emulator.stop();
    return elapsed;
  });
  return {
    name: 'emulator ready, from process start',
    measured: `${readyMs.toFixed(0)} ms`,
    target: '<= 350 ms',
    met: readyMs <= 350,
  };
}

async function measureStart(): Promise<Measure> {
  const startMs = await repeat(() => timed(() => runToEnd('npm', ['start', '--silent'])));
  return { name: 'npm start', measured: `${(startMs / 1000).toFixed(2)} s`, target: '<= 3 s', met: startMs <= 3_000 };
}

/** More than any measure here moves, in cents. */
const FUNDING = 9_000_000_000;

/** Two funded accounts on a target, with the journey's own steps. */
const funded = defineWorkflow({
  id: 'bench-funding',
  summary: 'Two funded accounts',
  inputs: ({ target, customers, label }) => {
    const { name, profile, address, phone } = customers.person();
    return {
      customer: {
        partnerId: target.partnerId,
        classification: 'Personal' as const,
        name,
        profile,
        primaryAddress: address,
        primaryPhone: phone,
      },
      product: target.products.earlyDirectDeposit ?? '',
      label,
    };
  },
  steps({ op, inputs }) {
    const poll = { everySeconds: 60, deadlineSeconds: 1_800 };
    const { body: customer } = op.onboardCustomer('onboard', { body: inputs.customer, status: 200 });
    op.getCustomer('screening', {
      path: { customerId: customer.id },
      status: 200,
      check: (r) => [eq(r.ofac, 'Clear')],
      poll,
    });
    const open = { customerId: customer.id, productId: inputs.product };
    const a = op.openAccount('a', { body: { ...open, title: 'A' }, status: 200 });
    const b = op.openAccount('b', { body: { ...open, title: 'B' }, status: 200 });
    op.simulateInboundOrigination('fund', {
      body: {
        ...{
          originatorRoutingNumber: '000000000',
          originatorName: 'Bench',
          originatorIdentification: 'B',
          receiverAccountNumber: a.accountNumber,
        },
        ...{
          receiverAccountType: 'Checking',
          receiverName: 'Bench',
          receiverIdentification: inputs.label,
          secCode: 'PPD',
        },
        ...{ description: 'BENCH', transactionType: 'Push', amount: FUNDING, serviceType: 'SameDay' },
      },
      status: 202,
    });
    op.listAchPayments('funded', {
      query: { receiverIdentification: inputs.label },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Complete')],
      poll,
      effects: [moves(a, FUNDING)],
    });
    op.getAccount('done', { path: { accountNumber: b.accountNumber }, status: 200 });
  },
});

/** `count` transfers of one cent, back and forth, as a workflow: the engine's own cost shows. */
function transfersWorkflow(count: number) {
  return defineWorkflow({
    id: 'bench-transfers',
    summary: 'Many transfers',
    inputs: (_: InputSources) => ({ a: '', b: '' }),
    steps({ op, inputs }) {
      for (let step = 0; step < count; step++) {
        const [debitAccountNumber, creditAccountNumber] = step % 2 === 0 ? [inputs.a, inputs.b] : [inputs.b, inputs.a];
        op.createTransfer(`transfer-${step}`, {
          body: { debitAccountNumber, creditAccountNumber, amount: 1 },
          status: 200,
          check: (r) => [eq(r.status, 'Complete')],
        });
      }
    },
  });
}

interface FundedAccounts {
  readonly target: Target;
  readonly authorization: string;
  readonly a: string;
  readonly b: string;
}

/** Funds two accounts on a running emulator; learns their numbers and the token from the run's report and one token call. */
async function fundAccounts(lines: readonly string[]): Promise<FundedAccounts> {
  const environment = Object.fromEntries(
    lines.filter((line) => /^COS_/.test(line)).map((line) => line.split(/=(.*)/s)),
  );
  const target = loadTarget({ environment });
  const inputs = funded.buildInputs({ target, customers: createCustomerGenerator(1), label: 'BENCH' });
  const report = await runWorkflow(funded.document, { target, workflowId: funded.workflowId, inputs, seed: 1 });
  if (report.outcome !== 'passed') throw new Error(`Funding ${report.outcome}: ${report.steps.at(-1)?.reason}`);
  const opened = (stepId: string) => {
    const body = report.steps.find((step) => step.stepId === stepId)?.exchanges.at(-1)?.response.body;
    return String((body as { accountNumber?: string } | undefined)?.accountNumber);
  };
  const form = {
    grant_type: 'client_credentials',
    client_id: target.partner.clientId,
    client_secret: target.partner.clientSecret,
  };
  const answer = await fetch(target.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ ...form, audience: target.audience }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return { target, authorization: `Bearer ${access_token}`, a: opened('a'), b: opened('b') };
}

/** Transfers on the emulator beside the bare server, each in a process of its own, turn by turn. */
async function measureTransfers({ target, authorization, a, b }: FundedAccounts): Promise<Measure> {
  const bare = await startServer(['scripts/bench/bare-server.ts'], /^http/);
  const body = { debitAccountNumber: a, creditAccountNumber: b, amount: 1 };
  const load = { headers: { authorization }, body, seconds: SECONDS };
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < 3; round++) {
    const yardstick = await measureRate({ url: bare.lines[0] ?? '', ...load });
    const transfers = await measureRate({ url: `${target.baseUrl}/core/v1/transfers`, ...load });
    rates.push(transfers);
    ratios.push(transfers / yardstick);
  }
  await bare.stop();
  const ratio = median(ratios);
  return {
    name: 'POST /core/v1/transfers, in memory, of bare node:http',
    measured: `${ratio.toFixed(2)} (${median(rates).toFixed(0)}/s)`,
    target: '>= 0.20',
    met: ratio >= 0.2,
  };
}

/** The engine with contract checks and without observation, beside plain fetch of the same requests in order. */
async function measureEngine({ target, authorization, a, b }: FundedAccounts): Promise<Measure> {
  const COUNT = 300;
  const workflow = transfersWorkflow(COUNT);
  const byEngine = async () => {
    const options = { target, workflowId: workflow.workflowId, inputs: { a, b }, seed: 1, observesBooks: false };
    const report = await runWorkflow(workflow.document, options);
    if (report.outcome !== 'passed') throw new Error(`The engine's transfers ${report.outcome}`);
  };
  const byFetch = async () => {
    for (let step = 0; step < COUNT; step++) {
      const [debitAccountNumber, creditAccountNumber] = step % 2 === 0 ? [a, b] : [b, a];
      const answer = await fetch(`${target.baseUrl}/core/v1/transfers`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': `${monotonicMs()}-${step}` },
        body: JSON.stringify({ debitAccountNumber, creditAccountNumber, amount: 1 }),
      });
      const transaction = (await answer.json()) as { status: string };
      if (transaction.status !== 'Complete') throw new Error(`A plain transfer ended ${transaction.status}`);
    }
  };
  await byFetch();
  await byEngine();
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) ratios.push((await timed(byEngine)) / (await timed(byFetch)));
  const ratio = median(ratios);
  return {
    name: 'engine with contract checks, of plain fetch',
    measured: ratio.toFixed(2),
    target: '<= 2.0',
    met: ratio <= 2,
  };
}

const measures = [await measureReady(), await measureStart()];
const emulator = await startServer(EMULATOR, /^COS_OPERATOR_CLIENT_SECRET=/);
try {
  const accounts = await fundAccounts(emulator.lines);
  measures.push(await measureTransfers(accounts), await measureEngine(accounts));
} finally {
  await emulator.stop();
}
for (const { name, measured, target, met } of measures) {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${name.padEnd(55)} ${measured.padStart(16)}   ${target}`);
}
