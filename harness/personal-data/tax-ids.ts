/**
 * Why an SSN of nine digits was never given to anybody; undefined for one that may be somebody's. An area of 900 or more is not
 * enough: the IRS gives numbers of that form to those who get no SSN.
 * Source: SSA, numbers that are never assigned; IRS, form of an ITIN.
 */
export function whyNeverIssued(ssn: string): string | undefined {
  const [area, group, serial] = [Number(ssn.slice(0, 3)), Number(ssn.slice(3, 5)), Number(ssn.slice(5))];
  if (isAdvertised(ssn)) return 'published for advertising, 987-65-4320 to 987-65-4329';
  if (area === 0 || area === 666) return `area ${ssn.slice(0, 3)} was never assigned`;
  if (area >= 900 && !isTaxpayerGroup(group))
    return 'area 900 to 999 was never assigned, and the group is none of an ITIN';
  if (area >= 900) return undefined;
  if (group === 0) return 'group 00 is never assigned';
  return serial === 0 ? 'serial 0000 is never assigned' : undefined;
}

/** Whether an SSN is one of the ten that are published for use in advertising. Their group is one of ITINs, but they are nobody's. */
function isAdvertised(ssn: string): boolean {
  return ssn.startsWith('98765432');
}

/** Middle groups with area 900 to 999 that the IRS gives: none is an SSN, and yet somebody may have it. */
const TAXPAYER_GROUPS: readonly (readonly [number, number])[] = [
  // ITIN and, with 93, ATIN. Source: IRS.
  ...([
    [50, 65],
    [70, 88],
    [90, 92],
    [93, 93],
    [94, 99],
  ] as const),
  // Its own internal numbers (IRSN). Source: instructions of tax software that prints them.
  ...([
    [1, 10],
    [17, 19],
    [28, 29],
    [37, 39],
    [49, 49],
    [66, 66],
    [89, 89],
  ] as const),
];

function isTaxpayerGroup(group: number): boolean {
  return TAXPAYER_GROUPS.some(([first, last]) => group >= first && group <= last);
}

/** The groups that neither the Social Security Administration nor the IRS gives with area 900 to 999; 00 is none. */
export const neverGivenGroups: readonly number[] = Array.from({ length: 99 }, (_, at) => at + 1).filter(
  (group) => !isTaxpayerGroup(group),
);

/** The first two digits that are on no list of the IRS's valid EIN prefixes. */
const unassignedEinPrefixes: readonly string[] = [
  ...(['00', '07', '08', '09', '17', '18', '19', '28', '29', '49', '69', '70', '78', '79', '89', '96', '97'] as const),
];

/** Whether an EIN of nine digits was never given to anybody: its prefix is assigned to no campus. Source: IRS, valid EIN prefixes. */
export function isUnassignedEin(ein: string): boolean {
  return unassignedEinPrefixes.includes(ein.slice(0, 2));
}
