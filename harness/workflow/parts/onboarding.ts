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

/** Returns the inputs of `personOf` with an identification of the same person. */
export function identifiedPersonOf({ target, customers }: InputSources) {
  const { name, profile, address, phone, identification } = customers.person();
  const customer = { partnerId: target.partnerId, classification: 'Personal' as const, name, profile };
  return { customer, address, phone, identification };
}

/**
 * Returns the inputs `customer`, `address` and `phone` for the next customer of the seed, as a person.
 *
 * ```ts
 * inputs: (sources) => personOf(sources)
 * ```
 */
export function personOf(sources: InputSources) {
  const { customer, address, phone } = identifiedPersonOf(sources);
  return { customer, address, phone };
}

/**
 * Returns the inputs `customer`, `address` and `phone` for the next customer of the seed, as a business of this name.
 *
 * ```ts
 * inputs: (sources) => businessOf(sources, 'Example Rentals LLC')
 * ```
 */
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

/** Returns the words of a name that is also a part of step ids: `clear-customer` becomes `clear customer`. */
export function nameOf(who: string): string {
  return who.replaceAll('-', ' ');
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
    title: `Onboard the ${nameOf(who)}`,
    body: person,
    status: 200,
    check: (r) => [eq(r.status, 'Active')],
    emits: ['Core.Customer.Onboarded'],
  });
  const path = { customerId: customer.body.id };
  op.addAddress(`address-of-${who}`, {
    title: `Add the address of the ${nameOf(who)}`,
    path,
    body: address,
    status: 200,
    emits: ['Core.Customer.Address.Added'],
  });
  op.addPhone(`phone-of-${who}`, {
    title: `Add the phone of the ${nameOf(who)}`,
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
    title: `Wait for the screening of the ${nameOf(who)}`,
    path: { customerId },
    status: 200,
    check: (r) => [eq(r.ofac, 'Clear')],
    poll: A_SCREENING,
    emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
  });
}

/**
 * Adds the steps that onboard a customer with address and phone, and wait until it may open accounts. Returns its id.
 * `who` becomes part of the step ids and titles.
 *
 * ```ts
 * const customerId = onboard(op, 'tenant', inputs);
 * ```
 */
export function onboard(op: Operations, who: string, onboarding: Parameters<typeof onboardUnscreened>[2]): Ref<string> {
  const customerId = onboardUnscreened(op, who, onboarding);
  waitForScreening(op, who, customerId);
  return customerId;
}
