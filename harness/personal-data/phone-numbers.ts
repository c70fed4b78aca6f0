/** Whether a number of the North American plan, in ten digits, is kept for fiction: 555-0100 to 555-0199 of any area. Source: NANPA. */
export function isFictionalPhone(tenDigits: string): boolean {
  return tenDigits.slice(3, 8) === '55501';
}
