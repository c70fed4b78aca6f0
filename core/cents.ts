/** Renders an integer amount of US cents in dollars: 2700 is `$27.00`, -5 is `-$0.05`. */
export function renderDollars(amount: number): string {
  const whole = String(Math.trunc(Math.abs(amount) / 100)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const rest = String(Math.abs(amount) % 100).padStart(2, '0');
  return `${amount < 0 ? '-' : ''}$${whole}.${rest}`;
}
