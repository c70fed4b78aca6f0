import { eq } from '../builder/criteria-builder.ts';
import type { InputSources, WorkflowBuilder } from '../builder/define-workflow.ts';
import type { Ref, Refs } from '../builder/references.ts';

type Operations = WorkflowBuilder<never>['op'];

/**
 * The polling of screenings and simulated ACH entries, which the bank handles some minutes later. Source: P-ACHSIM,
 * L-ONBOARD.
 */
export const SOME_MINUTES = { everySeconds: 60, deadlineSeconds: 1_800 };
/**
 * The polling of a screening that bank staff may decide, which takes days; on a real bank the run is parked meanwhile.
 */
export const A_SCREENING = { everySeconds: 60, deadlineSeconds: 5 * 86_400 };

/** The inputs of an onboarding. They are flat, because other runners do not read nested inputs. */
type Onboarding = {
  readonly customer: ReturnType<typeof personOf>['customer'] | ReturnType<typeof businessOf>['customer'];
  readonly address: ReturnType<typeof personOf>['address'];
  readonly phone: ReturnType<typeof personOf>['phone'];
};

/** A person as a workflow's inputs. */
export function personOf({ target, customers }: InputSources) {
  const { name, profile, address, phone } = customers.person();
  const customer = { partnerId: target.partnerId, classification: 'Personal' as const, name, profile };
  return { customer, address, phone };
}

/** A business of this name as a workflow's inputs. */
export function businessOf({ target, customers }: InputSources, entityName: string) {
  const { profile, address, phone } = customers.business();
  const customer = {
    partnerId: target.partnerId,
    classification: 'Business' as const,
    name: { entityName },
    profile,
  };
  return { customer, address, phone };
}

/**
 * Adds the steps that onboard a customer with address and phone, without the wait for the screening. Returns its id.
 */
export function onboardUnscreened(
  op: Operations,
  who: string,
  { customer: person, address, phone }: { readonly [Key in keyof Onboarding]: Refs<Onboarding[Key]> },
): Ref<string> {
  const customer = op.onboardCustomer(`onboard-${who}`, {
    title: `Onboard the ${who}`,
    body: person,
    status: 200,
    emits: ['Core.Customer.Onboarded'],
  });
  const path = { customerId: customer.body.id };
  op.addAddress(`address-of-${who}`, {
    title: `Add the address of the ${who}`,
    path,
    body: address,
    status: 200,
    emits: ['Core.Customer.Address.Added'],
  });
  op.addPhone(`phone-of-${who}`, {
    title: `Add the phone of the ${who}`,
    path,
    body: phone,
    status: 200,
    emits: ['Core.Customer.Phone.Added'],
  });
  return customer.body.id;
}

/** Adds the step that waits until OFAC has cleared a customer. */
export function waitForScreening(op: Operations, who: string, customerId: Ref<string>): void {
  op.getCustomer(`screening-of-${who}`, {
    title: `Wait for the screening of the ${who}`,
    path: { customerId },
    status: 200,
    check: (r) => [eq(r.ofac, 'Clear')],
    poll: A_SCREENING,
    emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
  });
}

/** Onboards a customer of the inputs, adds address and phone, and waits until it may open accounts; gives its id. */
export function onboard(op: Operations, who: string, onboarding: Parameters<typeof onboardUnscreened>[2]): Ref<string> {
  const customerId = onboardUnscreened(op, who, onboarding);
  waitForScreening(op, who, customerId);
  return customerId;
}
