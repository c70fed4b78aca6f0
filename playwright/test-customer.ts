import { invariant } from '../core/errors.ts';
import type { GeneratedCustomer } from '../harness/customers/customer-generator.ts';
import { defineWorkflow, eq, loadBuilt } from '../harness/host.ts';
import { sendEntry } from '../harness/workflow/parts/funding.ts';
import { onboard, SOME_MINUTES } from '../harness/workflow/parts/onboarding.ts';
import { runAsTest, type TestContext } from './run-as-test.ts';

/** A fictitious person, as the bank knows it. */
export interface TestCustomer extends Pick<GeneratedCustomer, 'name' | 'profile' | 'address' | 'phone'> {
  readonly id: string;
}

/** Onboards a person with address and phone, and waits for the screening, so that it may open accounts. */
export async function onboardTestCustomer(context: TestContext): Promise<TestCustomer> {
  const { name, profile, address, phone } = context.bank.customers.person();
  const workflow = defineWorkflow({
    id: 'customer',
    summary: 'A customer who may open accounts',
    inputs: ({ target: { partnerId } }) => ({
      customer: { partnerId, classification: 'Personal' as const, name, profile },
      address,
      phone,
    }),
    steps({ op, inputs }) {
      onboard(op, 'customer', inputs);
    },
  });
  const { steps } = await runAsTest(loadBuilt(workflow), context, { isSubject: false });
  const onboarding = steps
    .flatMap(({ exchanges }) => exchanges)
    .find(({ operationId }) => operationId === 'onboardCustomer');
  const { id } = (onboarding?.response.body ?? {}) as { id?: string };
  invariant(id, 'a customer was onboarded without an id');
  return { id, name, profile, address, phone };
}

/** Brings this many cents to an account, as on a sandbox: a same-day credit of another bank, and the wait for it. */
export async function fundTestAccount(accountNumber: string, amount: number, context: TestContext): Promise<void> {
  const workflow = defineWorkflow({
    id: 'funding',
    summary: 'Funding of an account',
    inputs: ({ label }) => ({ accountNumber, identification: `${label}F` }),
    steps({ op, inputs }) {
      const account = { accountNumber: inputs.accountNumber };
      const { identification } = inputs;
      sendEntry(op, 'send', 'Have another bank send money', { account, amount, identification });
      op.listAchPayments('arrives', {
        title: 'The funding arrives',
        query: { receiverIdentification: identification },
        status: 200,
        check: (r) => [eq(r.results.at(0).status, 'Complete')],
        poll: SOME_MINUTES,
      });
    },
  });
  await runAsTest(loadBuilt(workflow), context, { isSubject: false });
}
