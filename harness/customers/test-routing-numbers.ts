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
      'Increase, Sandbox test values, https://increase.com/documentation/sandbox-test-values; Stripe, Testing with Connect',
  },
  {
    routingNumber: '222222226',
    publishedBy: 'Dwolla, Testing Funding Sources, https://developers.dwolla.com/docs/balance/testing/funding-sources',
  },
];

/**
 * Routing numbers with a right check digit that are nobody's: the key assigns only the prefixes 00 (the government of the
 * United States), 01 to 12, 21 to 32, 61 to 72 and 80 (traveler's checks). Source: ABA Key to Routing Numbers. That is
 * why 000000000, which passes the check too, is not here. The third is a sandbox bank of Increase's besides.
 */
export const plainlyUnassigned: readonly [string, ...string[]] = ['130000006', '330000000', '790000006', '810000009'];
