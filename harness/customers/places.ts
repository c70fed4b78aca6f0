import type { SeededRandom } from '../../core/seeded-random.ts';

/** City, state, ZIP and area code that belong together. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly areaCode: string;
}

/** Public facts of places; a city's first ZIP and its oldest area code. */
const places: readonly [Place, ...Place[]] = [
  { city: 'Albany', state: 'NY', postalCode: '12207', areaCode: '518' },
  { city: 'Boise', state: 'ID', postalCode: '83702', areaCode: '208' },
  { city: 'Columbus', state: 'OH', postalCode: '43215', areaCode: '614' },
  { city: 'Denver', state: 'CO', postalCode: '80202', areaCode: '303' },
  { city: 'Hartford', state: 'CT', postalCode: '06103', areaCode: '860' },
  { city: 'Lincoln', state: 'NE', postalCode: '68508', areaCode: '402' },
  { city: 'Madison', state: 'WI', postalCode: '53703', areaCode: '608' },
  { city: 'Nashville', state: 'TN', postalCode: '37203', areaCode: '615' },
  { city: 'Raleigh', state: 'NC', postalCode: '27601', areaCode: '919' },
  { city: 'Salem', state: 'OR', postalCode: '97301', areaCode: '503' },
  { city: 'Trenton', state: 'NJ', postalCode: '08608', areaCode: '609' },
  { city: 'Tulsa', state: 'OK', postalCode: '74103', areaCode: '918' },
];

/** Draws a place. */
export function drawPlace(random: SeededRandom): Place {
  return random.pick(places);
}
