/** A routing number that no bank has, with its publisher. */
export interface TestRoutingNumber {
  readonly routingNumber: string;
  readonly publishedBy: string;
}

/**
 * Routing numbers that look real (a Federal Reserve prefix, a valid check digit) and were published for tests. The
 * FedACH directory, in the copy that moov-io/fed keeps, has neither of them, nor any number with the same first four
 * digits. Other published test numbers belong to banks; money sent there would arrive, so they are not listed.
 */
export const testRoutingNumbers: readonly [TestRoutingNumber, ...TestRoutingNumber[]] = [
  {
    routingNumber: '110000000',
    publishedBy:
      'Increase, Sandbox routing numbers, https://increase.com/documentation/sandbox-routing-numbers; Stripe, Testing with Connect',
  },
  {
    routingNumber: '222222226',
    publishedBy: 'Dwolla, Testing Funding Sources, https://developers.dwolla.com/docs/balance/testing/funding-sources',
  },
];
