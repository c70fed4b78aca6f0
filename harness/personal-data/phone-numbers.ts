/**
 * Returns true if a ten-digit North American number is reserved for fiction: 555-0100 to 555-0199 in any area. Source:
 * NANPA.
 */
export function isFictionalPhone(tenDigits: string): boolean {
  return tenDigits.slice(3, 8) === '55501';
}

/**
 * Returns true if a ten-digit number can be assigned: area and exchange begin with 2 to 9 and are not a service code
 * (N11), and the area is not reserved (N9X). Source: NANPA.
 */
export function isAssignablePhone(tenDigits: string): boolean {
  return /^[2-9](?!11)[0-8]\d[2-9](?!11)\d{6}$/.test(tenDigits);
}
