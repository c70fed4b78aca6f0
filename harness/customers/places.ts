import type { SeededRandom } from '../../core/seeded-random.ts';

/** A city with its state, ZIP and area code. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly areaCode: string;
}

/**
 * The capital and the largest other city of every state, and Washington. Each has an ordinary ZIP and the oldest area
 * code that still serves it. In Utah the next city is used, because the post office names the ZIPs of the largest one
 * after a neighbor. Hawaii's second city is on Oahu like its first, because there the counties issue licenses. A change
 * here is a new GENERATOR_VERSION.
 */
const table = `
AK 99801 907 Juneau
AK 99501 907 Anchorage
AL 36104 334 Montgomery
AL 35801 256 Huntsville
AR 72201 501 Little Rock
AR 72701 479 Fayetteville
AZ 85004 602 Phoenix
AZ 85701 520 Tucson
CA 95814 916 Sacramento
CA 90012 213 Los Angeles
CO 80202 303 Denver
CO 80903 719 Colorado Springs
CT 06103 860 Hartford
CT 06604 203 Bridgeport
DC 20001 202 Washington
DC 20009 202 Washington
DE 19901 302 Dover
DE 19801 302 Wilmington
FL 32301 850 Tallahassee
FL 32202 904 Jacksonville
GA 30303 404 Atlanta
GA 31901 706 Columbus
HI 96813 808 Honolulu
HI 96782 808 Pearl City
IA 50309 515 Des Moines
IA 52401 319 Cedar Rapids
ID 83702 208 Boise
ID 83642 208 Meridian
IL 62701 217 Springfield
IL 60605 312 Chicago
IN 46204 317 Indianapolis
IN 46802 260 Fort Wayne
KS 66603 785 Topeka
KS 67202 316 Wichita
KY 40601 502 Frankfort
KY 40202 502 Louisville
LA 70801 225 Baton Rouge
LA 70112 504 New Orleans
MA 02108 617 Boston
MA 01608 508 Worcester
MD 21401 410 Annapolis
MD 21201 410 Baltimore
ME 04330 207 Augusta
ME 04101 207 Portland
MI 48933 517 Lansing
MI 48226 313 Detroit
MN 55102 651 Saint Paul
MN 55401 612 Minneapolis
MO 65101 573 Jefferson City
MO 64106 816 Kansas City
MS 39201 601 Jackson
MS 39501 228 Gulfport
MT 59601 406 Helena
MT 59101 406 Billings
NC 27601 919 Raleigh
NC 28202 704 Charlotte
ND 58501 701 Bismarck
ND 58102 701 Fargo
NE 68508 402 Lincoln
NE 68102 402 Omaha
NH 03301 603 Concord
NH 03101 603 Manchester
NJ 08608 609 Trenton
NJ 07102 973 Newark
NM 87501 505 Santa Fe
NM 87102 505 Albuquerque
NV 89701 775 Carson City
NV 89101 702 Las Vegas
NY 12207 518 Albany
NY 10001 212 New York
OH 43215 614 Columbus
OH 44113 216 Cleveland
OK 73102 405 Oklahoma City
OK 74103 918 Tulsa
OR 97301 503 Salem
OR 97204 503 Portland
PA 17101 717 Harrisburg
PA 19103 215 Philadelphia
RI 02903 401 Providence
RI 02910 401 Cranston
SC 29201 803 Columbia
SC 29401 843 Charleston
SD 57501 605 Pierre
SD 57104 605 Sioux Falls
TN 37203 615 Nashville
TN 38103 901 Memphis
TX 78701 512 Austin
TX 77002 713 Houston
UT 84101 801 Salt Lake City
UT 84084 801 West Jordan
VA 23219 804 Richmond
VA 23451 757 Virginia Beach
VT 05602 802 Montpelier
VT 05401 802 Burlington
WA 98501 360 Olympia
WA 98101 206 Seattle
WI 53703 608 Madison
WI 53202 414 Milwaukee
WV 25301 304 Charleston
WV 25701 304 Huntington
WY 82001 307 Cheyenne
WY 82601 307 Casper
`;

function parsePlace(line: string): Place {
  const [state = '', postalCode = '', areaCode = '', ...city] = line.split(' ');
  return { city: city.join(' '), state, postalCode, areaCode };
}

const [first = '', ...others] = table.trim().split('\n');

/**
 * Two places of each state and of the District of Columbia, in the order of their state codes. Public facts: USPS,
 * NANPA.
 */
export const places: readonly [Place, ...Place[]] = [parsePlace(first), ...others.map(parsePlace)];

export function drawPlace(random: SeededRandom): Place {
  return random.pick(places);
}
