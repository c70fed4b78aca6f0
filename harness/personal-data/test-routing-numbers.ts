/** Routing numbers that are published for tests: no bank has them. */
export const publishedTestRoutingNumbers: ReadonlySet<string> = new Set([
  // Stripe
  '110000000',
]);
