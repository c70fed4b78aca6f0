const WEIGHTS = [3, 7, 1, 3, 7, 1, 3, 7, 1];

/**
 * Returns true if the check digit of a routing number is valid: with weights 3, 7, 1 the sum is a multiple of ten.
 * Source: ABA.
 */
export function hasRoutingChecksum(routingNumber: string): boolean {
  return WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(routingNumber[at]), 0) % 10 === 0;
}

/**
 * Returns true if the first two digits belong to a Federal Reserve district, for banks, thrifts or electronic entries.
 * Source: ABA.
 */
export function hasFederalReservePrefix(routingNumber: string): boolean {
  const prefix = Number(routingNumber.slice(0, 2));
  return [0, 20, 60].some((series) => prefix > series && prefix <= series + 12);
}
