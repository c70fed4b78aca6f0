import { faker } from '@faker-js/faker/locale/en_US';

/**
 * Only those Faker calls that our generator makes itself, names and streets, as often as it does, as a process of its
 * own: all else it draws without Faker. Argument: how many customers.
 */
const [, , count = ''] = process.argv;
const OWNERS = [1, 2, 2, 2, 3, 3];
const BUSINESS_EVERY = 5;

faker.seed(1);
for (let n = 1; n <= Number(count); n++) {
  if (n % BUSINESS_EVERY === 0) callForBusiness(OWNERS[(n / BUSINESS_EVERY) % OWNERS.length] ?? 0);
  else callForPerson(n % 2 === 0 ? 'female' : 'male');
}

function callForPerson(sex: 'female' | 'male'): void {
  faker.person.firstName(sex);
  faker.person.middleName(sex);
  faker.person.lastName(sex);
  faker.location.street();
}

function callForBusiness(owners: number): void {
  faker.person.lastName();
  faker.location.street();
  for (let owner = 1; owner <= owners; owner++) callForPerson(owner % 2 === 0 ? 'female' : 'male');
}
