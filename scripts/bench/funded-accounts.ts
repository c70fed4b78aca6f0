import type { Target } from '../../core/target.ts';
import { createCustomerGenerator, defineWorkflow, eq, loadTarget, moves, runWorkflow } from '../../harness/host.ts';
import type { EmulatorProcess } from './emulator-process.ts';

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
        originatorRoutingNumber: '000000000',
        originatorName: 'Bench',
        originatorIdentification: 'B',
        receiverAccountNumber: a.accountNumber,
        receiverAccountType: 'Checking',
        receiverName: 'Bench',
        receiverIdentification: inputs.label,
        secCode: 'PPD',
        description: 'BENCH',
        transactionType: 'Push',
        amount: FUNDING,
        serviceType: 'SameDay',
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

/** Two accounts with money on a running emulator, and a token of their partner. */
export interface FundedAccounts {
  readonly target: Target;
  readonly authorization: string;
  readonly a: string;
  readonly b: string;
}

/**
 * Funds two accounts on a running emulator; learns their numbers and the token from the run's report and one token
 * call.
 */
export async function fundAccounts(emulator: EmulatorProcess): Promise<FundedAccounts> {
  const target = loadTarget({ environment: emulator.environment });
  const inputs = funded.buildInputs({ target, customers: createCustomerGenerator(1), label: 'BENCH' });
  const report = await runWorkflow(funded.document, { target, workflowId: funded.workflowId, inputs, seed: 1 });
  if (report.outcome !== 'passed') throw new Error(`Funding ${report.outcome}: ${report.steps.at(-1)?.reason}`);
  const opened = (stepId: string) => {
    const body = report.steps.find((step) => step.stepId === stepId)?.exchanges.at(-1)?.response.body;
    return String((body as { accountNumber?: string } | undefined)?.accountNumber);
  };
  return { target, authorization: await issueToken(emulator, 'partner'), a: opened('a'), b: opened('b') };
}

/** Asks a running emulator for a token; gives the `authorization` header. */
export async function issueToken({ environment }: EmulatorProcess, role: 'partner' | 'operator'): Promise<string> {
  const target = loadTarget({ environment });
  const { clientId = '', clientSecret = '' } = target[role] ?? {};
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(target.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ ...form, audience: target.audience }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return `Bearer ${access_token}`;
}
