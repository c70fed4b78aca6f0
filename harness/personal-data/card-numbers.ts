type Issuer = readonly [prefix: RegExp, usual: readonly number[], rare?: readonly number[]];

/**
 * Prefixes of issuers with the lengths of their numbers in digits: the usual lengths, then the rare ones. Source:
 * ISO/IEC 7812 and the networks' published ranges.
 */
const ISSUERS: readonly Issuer[] = [
  [/^4/, [16], [13, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16], [17, 18, 19]],
  [/^62/, [16, 19], [17, 18]],
  [/^(?:30[0-5]|3095|36|38|39)/, [14], [15, 16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16], [17, 18, 19]],
  [/^220[0-4]/, [16], [17, 18, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [16], [13, 14, 15, 17, 18, 19]],
];

/**
 * Numbers that processors publish for tests (Adyen, Authorize.net, Braintree, PayPal, Stripe, Worldpay): no card has
 * them.
 */
const PUBLISHED_FOR_TESTS = new Set(
  `4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 5105105105105100 378282246310005
   371449635398431 6011111111111117 6011000990139424 6011981111111113 3056930009020004 36227206271667 6555900000604105
   3566002020360505 6200000000000005 6200000000000047 6205500000000000004 4000000000000002 4000000000009995 4000000000009987
   4000000000009979 4000000000000069 4000000000000127 4000000000000119 4000000000003220 4000002760003184 4000002500003155
   4000000000000077 4000000000003055 4000000000000341 4111111111111111 4012888888881881 4222222222222 30569309025904
   38520000023237 3530111333300000 378734493671000 5454545454545454 4444333322221111 4917610000000000 4484070000000000
   5500000000000004 340000000000009 30000000000004 6011000000000004 4988438843884305 4007000000027 4012000077777777
   4009348888881881 2222420000001113 2222405343248877 4005519200000004`.split(/\s+/),
);

/**
 * Returns true if an issuer may have assigned the digits: known prefix, valid check digit, not published for tests. The
 * length must be usual for the issuer unless `hasAnyLength`: 17 to 19 digits are far more often an id.
 */
export function mayBeIssuedCard(digits: string, hasAnyLength: boolean): boolean {
  const isIssuers = ISSUERS.some(([prefix, usual, rare = []]) => {
    const lengths = hasAnyLength ? [...usual, ...rare] : usual;
    return lengths.includes(digits.length) && prefix.test(digits);
  });
  return isIssuers && hasLuhnDigit(digits) && !PUBLISHED_FOR_TESTS.has(digits);
}

/**
 * Checks the Luhn digit: with every second digit from the right doubled, the digits sum to a multiple of ten. Source:
 * ISO/IEC 7812-1.
 */
function hasLuhnDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
