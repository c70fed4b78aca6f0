import { accountsOf, type ObservedAccount } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * A master's number is 2, eight digits and a check digit; a subledger's 3, ten digits and a check digit; the Luhn sum over
 * the whole number ends in zero. Source: S-ACCT, DDA account numbers; P-SUBCON for subledgers.
 */
export const accountNumberIsWellFormed: Law = {
  name: 'account-number-is-well-formed',
  requirementIds: ['A06', 'A07', 'A08', 'D01'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after)
      .filter((account) => !formOf(account).test(account.accountNumber) || !hasLuhnSum(account.accountNumber))
      .map((account) => ({
        message: `Number of ${account.kind} account is not well formed`,
        expected:
          account.kind === 'subledger' ? '3, ten digits, Luhn check digit' : '2, eight digits, Luhn check digit',
        actual: account.accountNumber,
      })),
};

function formOf({ kind }: ObservedAccount): RegExp {
  return kind === 'subledger' ? /^3\d{11}$/ : /^2\d{9}$/;
}

function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((digit, position) => {
    const value = position % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}
