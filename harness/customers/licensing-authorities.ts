import { invariant } from '../../core/errors.ts';

/**
 * The authorities that issue driver's licenses and state id cards, by state, under their public names. In Hawaii the
 * counties issue them; this is the county of Oahu. A change here is a new GENERATOR_VERSION. Source: the sites of the
 * authorities, which are public facts.
 */
const authorities: Readonly<Record<string, string>> = {
  AK: 'Alaska Division of Motor Vehicles',
  AL: 'Alabama Law Enforcement Agency',
  AR: 'Arkansas Department of Finance and Administration',
  AZ: 'Arizona Motor Vehicle Division',
  CA: 'California Department of Motor Vehicles',
  CO: 'Colorado Division of Motor Vehicles',
  CT: 'Connecticut Department of Motor Vehicles',
  DC: 'District of Columbia Department of Motor Vehicles',
  DE: 'Delaware Division of Motor Vehicles',
  FL: 'Florida Department of Highway Safety and Motor Vehicles',
  GA: 'Georgia Department of Driver Services',
  HI: 'City and County of Honolulu Department of Customer Services',
  IA: 'Iowa Department of Transportation',
  ID: 'Idaho Division of Motor Vehicles',
  IL: 'Illinois Secretary of State',
  IN: 'Indiana Bureau of Motor Vehicles',
  KS: 'Kansas Department of Revenue',
  KY: 'Kentucky Transportation Cabinet',
  LA: 'Louisiana Office of Motor Vehicles',
  MA: 'Massachusetts Registry of Motor Vehicles',
  MD: 'Maryland Motor Vehicle Administration',
  ME: 'Maine Bureau of Motor Vehicles',
  MI: 'Michigan Secretary of State',
  MN: 'Minnesota Department of Public Safety',
  MO: 'Missouri Department of Revenue',
  MS: 'Mississippi Department of Public Safety',
  MT: 'Montana Motor Vehicle Division',
  NC: 'North Carolina Division of Motor Vehicles',
  ND: 'North Dakota Department of Transportation',
  NE: 'Nebraska Department of Motor Vehicles',
  NH: 'New Hampshire Division of Motor Vehicles',
  NJ: 'New Jersey Motor Vehicle Commission',
  NM: 'New Mexico Motor Vehicle Division',
  NV: 'Nevada Department of Motor Vehicles',
  NY: 'New York State Department of Motor Vehicles',
  OH: 'Ohio Bureau of Motor Vehicles',
  OK: 'Service Oklahoma',
  OR: 'Oregon Driver and Motor Vehicle Services',
  PA: 'Pennsylvania Department of Transportation',
  RI: 'Rhode Island Division of Motor Vehicles',
  SC: 'South Carolina Department of Motor Vehicles',
  SD: 'South Dakota Department of Public Safety',
  TN: 'Tennessee Department of Safety and Homeland Security',
  TX: 'Texas Department of Public Safety',
  UT: 'Utah Driver License Division',
  VA: 'Virginia Department of Motor Vehicles',
  VT: 'Vermont Department of Motor Vehicles',
  WA: 'Washington State Department of Licensing',
  WI: 'Wisconsin Department of Transportation',
  WV: 'West Virginia Division of Motor Vehicles',
  WY: 'Wyoming Department of Transportation',
};

/**
 * Returns the authority that issues driver's licenses and state id cards in a state (two letters, as in an address).
 */
export function licensingAuthorityOf(state: string): string {
  const authority = authorities[state];
  invariant(authority, `No licensing authority is known for state "${state}"`);
  return authority;
}
