/** Whether a number of the North American plan, in ten digits, is kept for fiction: 555-0100 to 555-0199 of any area. Source: NANPA. */
export function isFictionalPhone(tenDigits: string): boolean {
  return tenDigits.slice(3, 8) === '55501';
}

/**
 * Whether ten digits can be somebody's number: area and exchange begin with 2 to 9 and are no service code (N11), and the area is none
 * of those kept for a longer plan (N9X). Whether it is in use, nobody can tell from it. Source: NANPA.
 */
export function isAssignablePhone(tenDigits: string): boolean {
  return /^[2-9](?!11)[0-8]\d[2-9](?!11)\d{6}$/.test(tenDigits);
}
