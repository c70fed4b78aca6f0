import { faker } from '@faker-js/faker/locale/en_US';

/**
 * The baseline for our customers, as a process of its own: for each drawn field the call that Faker offers, whether our
 * generator makes that call or has a faster way (`bare-own-calls.ts` has only the calls that it makes). Fields occur as
 * often as in our customers: one customer in five is a business.
 */
const [, , count = ''] = process.argv;
const SHARES = [1, 2, 2, 2, 3, 3];
const TABLE = Array.from({ length: 40 }, (_, row) => row);
const SEXES = ['female', 'male'] as const;
/** Made once, as whoever wants it quick does: from texts a call takes twice the time. */
const ISSUED = { from: new Date('2021-01-01'), to: new Date('2023-12-31') };
const VERIFIED = { from: new Date('2024-01-01'), to: new Date('2025-12-31') };
const FORMED = { from: new Date('1985-01-01'), to: new Date('2020-12-31') };
const RELATED = { from: new Date('2021-01-01'), to: new Date('2025-12-31') };
const BORN = { mode: 'year', min: 1951, max: 2004 } as const;
const TAX_ID = { min: 900_000_000, max: 999_999_999 };

faker.seed(1);
for (let n = 1; n <= Number(count); n++) {
  callForPlace();
  if (faker.datatype.boolean(0.2)) callForBusiness();
  else callForPerson();
}

function callForPerson(): void {
  const sex = faker.helpers.arrayElement(SEXES);
  const firstName = faker.person.firstName(sex);
  faker.person.middleName(sex);
  const lastName = faker.person.lastName(sex);
  if (faker.datatype.boolean(0.04)) callForRow(); // The suffix.
  faker.date.birthdate(BORN);
  callForTaxId();
  callForRisk();
  faker.datatype.boolean();
  callForRow(); // The occupation.
  faker.location.streetAddress();
  callForPhone();
  faker.internet.exampleEmail({ firstName, lastName });
  callForIdentifications();
}

function callForBusiness(): void {
  callForRow(); // The industry.
  callForRow(); // The legal form.
  faker.person.lastName();
  faker.date.between(FORMED);
  faker.date.between(RELATED);
  callForTaxId();
  callForRisk();
  faker.location.streetAddress();
  callForPhone();
  faker.string.numeric(8);
  callForVerifiedDate();
  const owners = faker.helpers.arrayElement(SHARES);
  for (let owner = 1; owner <= owners; owner++) {
    callForPerson();
    if (owner > 1) callForRow(); // The title.
  }
}

/**
 * Draws a primary identification with a photo, and three more with chances of one in five, two in five and one in four.
 */
function callForIdentifications(): void {
  const isPassport = faker.number.int(99) >= 80; // Below, a driver's licence or a card.
  faker.string.numeric(isPassport ? 5 : 10);
  callForIssuedDate();
  callForVerifiedDate();
  if (!isPassport && faker.datatype.boolean(0.2)) {
    faker.string.numeric(5);
    callForIssuedDate();
    callForVerifiedDate();
  }
  if (faker.datatype.boolean(0.4)) callForVerifiedDate();
  if (faker.datatype.boolean(0.25)) {
    faker.string.hexadecimal({ length: 16, casing: 'lower', prefix: '' });
    callForIssuedDate();
    callForVerifiedDate();
  }
}

function callForIssuedDate(): void {
  faker.date.between(ISSUED);
}

function callForVerifiedDate(): void {
  faker.date.between(VERIFIED);
}

function callForTaxId(): void {
  faker.number.int(TAX_ID);
}

/** Draws the variable digits of a phone number: the area code comes with the place. */
function callForPhone(): void {
  faker.string.numeric(2);
}

function callForRisk(): void {
  faker.number.int(99);
}

function callForPlace(): void {
  callForRow();
}

function callForRow(): void {
  faker.helpers.arrayElement(TABLE);
}
