/** A routing number that no bank has, and who tells the public to test with it. */
export interface TestRoutingNumber {
  readonly routingNumber: string;
  readonly publishedBy: string;
}

/**
 * Routing numbers that look like a bank's (a Federal Reserve prefix, a right check digit) and were published for tests.
 * The FedACH directory, in the copy that moov-io/fed keeps, has neither, nor any number with the same first four digits.
 * Many more are published that are some bank's own; money sent there would arrive, so none is here.
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
