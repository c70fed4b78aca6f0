import { expect, test } from '@playwright/test';
import { industries } from '../../harness/customers/industries.ts';
import { licensingAuthorityOf } from '../../harness/customers/licensing-authorities.ts';
import { occupations } from '../../harness/customers/occupations.ts';
import { places } from '../../harness/customers/places.ts';
import { testRoutingNumbers } from '../../harness/personal-data/test-routing-numbers.ts';

/**
 * The first three digits of the ZIPs (USPS) and the area codes (NANPA) of each state, without some of the newest
 * overlays.
 */
const STATES: Readonly<Record<string, { readonly zips: string; readonly areaCodes: string }>> = {
  AK: { zips: '995-999', areaCodes: '907' },
  AL: { zips: '350-369', areaCodes: '205 251 256 334 659 938' },
  AR: { zips: '716-729', areaCodes: '327 479 501 870' },
  AZ: { zips: '850-865', areaCodes: '480 520 602 623 928' },
  CA: { zips: '900-961', areaCodes: '209 213 310 323 408 415 510 530 559 562 619 626 650 661 707 714 805 818 909 916' },
  CO: { zips: '800-816', areaCodes: '303 719 720 970 983' },
  CT: { zips: '060-069', areaCodes: '203 475 860 959' },
  DC: { zips: '200-200 202-205', areaCodes: '202 771' },
  DE: { zips: '197-199', areaCodes: '302' },
  FL: { zips: '320-349', areaCodes: '239 305 321 352 386 407 561 727 772 786 813 850 863 904 941 954' },
  GA: { zips: '300-319 398-399', areaCodes: '229 404 470 478 678 706 762 770 912' },
  HI: { zips: '967-968', areaCodes: '808' },
  IA: { zips: '500-528', areaCodes: '319 515 563 641 712' },
  ID: { zips: '832-838', areaCodes: '208 986' },
  IL: { zips: '600-629', areaCodes: '217 309 312 331 618 630 708 773 815 847' },
  IN: { zips: '460-479', areaCodes: '219 260 317 463 574 765 812 930' },
  KS: { zips: '660-679', areaCodes: '316 620 785 913' },
  KY: { zips: '400-427', areaCodes: '270 364 502 606 859' },
  LA: { zips: '700-714', areaCodes: '225 318 337 504 985' },
  MA: { zips: '010-027', areaCodes: '339 351 413 508 617 774 781 857 978' },
  MD: { zips: '206-219', areaCodes: '240 301 410 443 667' },
  ME: { zips: '039-049', areaCodes: '207' },
  MI: { zips: '480-499', areaCodes: '231 248 269 313 517 586 616 734 810 906 989' },
  MN: { zips: '550-567', areaCodes: '218 320 507 612 651 763 952' },
  MO: { zips: '630-658', areaCodes: '314 417 573 636 660 816 975' },
  MS: { zips: '386-397', areaCodes: '228 601 662 769' },
  MT: { zips: '590-599', areaCodes: '406' },
  NC: { zips: '270-289', areaCodes: '252 336 704 743 828 910 919 980 984' },
  ND: { zips: '580-588', areaCodes: '701' },
  NE: { zips: '680-693', areaCodes: '308 402 531' },
  NH: { zips: '030-038', areaCodes: '603' },
  NJ: { zips: '070-089', areaCodes: '201 551 609 640 732 848 856 862 908 973' },
  NM: { zips: '870-884', areaCodes: '505 575' },
  NV: { zips: '889-898', areaCodes: '702 725 775' },
  NY: { zips: '100-149', areaCodes: '212 315 516 518 585 607 631 646 716 718 845 914 917' },
  OH: { zips: '430-459', areaCodes: '216 234 330 419 440 513 567 614 740 937' },
  OK: { zips: '730-749', areaCodes: '405 539 572 580 918' },
  OR: { zips: '970-979', areaCodes: '458 503 541 971' },
  PA: { zips: '150-196', areaCodes: '215 267 412 484 570 610 717 724 814 878' },
  RI: { zips: '028-029', areaCodes: '401' },
  SC: { zips: '290-299', areaCodes: '803 839 843 854 864' },
  SD: { zips: '570-577', areaCodes: '605' },
  TN: { zips: '370-385', areaCodes: '423 615 629 731 865 901 931' },
  TX: {
    zips: '750-799 885-885',
    areaCodes: '210 214 254 281 325 361 409 432 512 713 806 817 830 903 915 936 940 956 972',
  },
  UT: { zips: '840-847', areaCodes: '385 435 801' },
  VA: { zips: '201-201 220-246', areaCodes: '276 434 540 571 703 757 804' },
  VT: { zips: '050-059', areaCodes: '802' },
  WA: { zips: '980-994', areaCodes: '206 253 360 425 509 564' },
  WI: { zips: '530-549', areaCodes: '262 414 534 608 715 920' },
  WV: { zips: '247-268', areaCodes: '304 681' },
  WY: { zips: '820-831', areaCodes: '307' },
};

function isZipOf(state: string, postalCode: string): boolean {
  const prefix = postalCode.slice(0, 3);
  return (STATES[state]?.zips ?? '').split(' ').some((range) => {
    const [from = '', to = ''] = range.split('-');
    return from <= prefix && prefix <= to;
  });
}

test('places has two different cities of each state', () => {
  const states = Object.keys(STATES);
  expect(states).toHaveLength(51);
  expect(places.map((place) => place.state)).toEqual(states.flatMap((state) => [state, state]));
  expect(new Set(places.map((place) => place.postalCode)).size).toBe(places.length);
  const cities = places.filter((place) => place.state !== 'DC').map((place) => `${place.city}, ${place.state}`);
  expect(new Set(cities).size).toBe(100);
});

test('places has a matching ZIP and area code for each city', () => {
  for (const { city, state, postalCode, areaCode } of places) {
    expect(city).toMatch(/^[A-Z][a-z]+( [A-Z][a-z]+)*$/);
    expect(postalCode, city).toMatch(/^\d{5}$/);
    expect(areaCode, city).toMatch(/^[2-9]\d\d$/);
    expect(isZipOf(state, postalCode), `${postalCode} is a ZIP of ${state}`).toBe(true);
    expect(STATES[state]?.areaCodes.split(' '), `${city}, ${state}`).toContain(areaCode);
  }
});

test('licensingAuthorityOf returns one authority for each state', () => {
  const authorities = Object.keys(STATES).map(licensingAuthorityOf);
  expect(new Set(authorities).size).toBe(51);
  expect(licensingAuthorityOf('NJ')).toBe('New Jersey Motor Vehicle Commission');
  expect(() => licensingAuthorityOf('XX')).toThrow('No licensing authority is known for state "XX"');
});

test('industries has unique codes of the right length', () => {
  expect(industries.length).toBeGreaterThanOrEqual(30);
  for (const { natureOfBusiness, naics, merchantCategoryCode } of industries) {
    expect(naics, natureOfBusiness).toMatch(/^[1-9]\d{5}$/);
    expect(merchantCategoryCode, natureOfBusiness).toMatch(/^\d{4}$/);
  }
  for (const key of ['natureOfBusiness', 'naics', 'merchantCategoryCode'] as const) {
    expect(new Set(industries.map((kind) => kind[key])).size, key).toBe(industries.length);
  }
});

test('occupations has matching employment status and income', () => {
  const incomes = {
    Employed: ['Salary'],
    SelfEmployed: ['SelfEmployed'],
    Retired: ['Retirement', 'Investments'],
    Student: ['FamilySupport'],
    Unemployed: ['GovernmentBenefits', 'FamilySupport'],
  };
  expect(new Set(occupations.map((row) => row.employmentStatus))).toEqual(new Set(Object.keys(incomes)));
  expect(new Set(occupations.map((row) => row.occupationDescription)).size).toBe(occupations.length);
  for (const { occupationDescription, employmentStatus, incomeSource } of occupations) {
    expect(incomes[employmentStatus], occupationDescription).toContain(incomeSource);
  }
});

const hasValidCheckDigit = (routingNumber: string) => {
  const weighted = [...routingNumber].map((digit, index) => Number(digit) * ([3, 7, 1][index % 3] ?? 0));
  return weighted.reduce((sum, part) => sum + part, 0) % 10 === 0;
};

test('testRoutingNumbers have a valid form and check digit', () => {
  // The first number is the public one of a real bank: it proves that the check is correct.
  expect([hasValidCheckDigit('021000021'), hasValidCheckDigit('021000012')]).toEqual([true, false]);
  for (const { routingNumber } of testRoutingNumbers) {
    expect(routingNumber).toMatch(/^(0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2])\d{7}$/);
    expect(hasValidCheckDigit(routingNumber), routingNumber).toBe(true);
  }
});
