/**
 * Returns the reason why a nine-digit SSN was never issued; undefined if it may have been. An area of 900 or more is
 * not enough: ITINs have that form. Source: SSA, numbers that are never assigned; IRS, form of an ITIN.
 */
export function whyNeverIssued(ssn: string): string | undefined {
  const [area, group, serial] = [Number(ssn.slice(0, 3)), Number(ssn.slice(3, 5)), Number(ssn.slice(5))];
  if (isAdvertised(ssn)) return 'published for advertising, 987-65-4320 to 987-65-4329';
  if (area === 0 || area === 666) return `area ${ssn.slice(0, 3)} was never assigned`;
  if (area >= 900 && !isTaxpayerGroup(group))
    return 'area 900 to 999 was never assigned, and the group is not used for ITINs';
  if (area >= 900) return undefined;
  if (group === 0) return 'group 00 is never assigned';
  return serial === 0 ? 'serial 0000 is never assigned' : undefined;
}

/**
 * Returns true for the ten SSNs that are published for advertising. Their group is used for ITINs, but they are not
 * assigned.
 */
function isAdvertised(ssn: string): boolean {
  return ssn.startsWith('98765432');
}

/** Middle groups with area 900 to 999 that the IRS assigns: not SSNs, but possibly assigned numbers. */
const TAXPAYER_GROUPS: readonly (readonly [number, number])[] = [
  // ITINs and, with 93, ATINs. Source: IRS.
  [50, 65],
  [70, 88],
  [90, 92],
  [93, 93],
  [94, 99],
  // Internal Revenue Service Numbers (IRSN). Source: instructions of tax software that prints them.
  [1, 10],
  [17, 19],
  [28, 29],
  [37, 39],
  [49, 49],
  [66, 66],
  [89, 89],
];

function isTaxpayerGroup(group: number): boolean {
  return TAXPAYER_GROUPS.some(([first, last]) => group >= first && group <= last);
}

/** The groups that neither the SSA nor the IRS assigns with area 900 to 999, without 00. */
export const neverGivenGroups: readonly number[] = Array.from({ length: 99 }, (_, at) => at + 1).filter(
  (group) => !isTaxpayerGroup(group),
);

/** The first two digits that are not on the IRS's list of valid EIN prefixes. */
const unassignedEinPrefixes: readonly string[] = [
  '00',
  '07',
  '08',
  '09',
  '17',
  '18',
  '19',
  '28',
  '29',
  '49',
  '69',
  '70',
  '78',
  '79',
  '89',
  '96',
  '97',
];

/** Returns true if the prefix of a nine-digit EIN is not assigned to a campus. Source: IRS, valid EIN prefixes. */
export function isUnassignedEin(ein: string): boolean {
  return unassignedEinPrefixes.includes(ein.slice(0, 2));
}
