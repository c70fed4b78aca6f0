/** An integer amount of US cents. On a balance a positive figure is a credit (the bank owes it), a negative one a debit. */
export type Cents = number & { readonly __brand: 'Cents' };

/** Brands an integer as cents. Throws a RangeError for decimals and for integers a double cannot hold. Source: X12. */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`Amount must be an integer number of cents: "${value}"`);
  }
  return value as Cents;
}

/** Renders cents for a person, in dollars: 2700 is `$27.00`, -5 is `-$0.05`. */
export function renderDollars(amount: number): string {
  const whole = String(Math.trunc(Math.abs(amount) / 100)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const rest = String(Math.abs(amount) % 100).padStart(2, '0');
  return `${amount < 0 ? '-' : ''}$${whole}.${rest}`;
}
