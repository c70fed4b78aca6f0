import type { CoreSchemas } from '../../generated/types/index.ts';
import { type Drawing, happens } from './drawing.ts';
import type { Industry } from './industries.ts';

/** The names of occupations. Source: as for `Industry`; P-CUSTNEW shows `Technology`. */
type Occupation =
  | ('Consulting' | 'Executive' | 'FinanceAccounting' | 'FoodServices' | 'Government' | 'Healthcare')
  | ('LegalServices' | 'Manufacturing' | 'Other' | 'Sales' | 'ScienceEngineering' | 'Technology');

/** The sources of income. Source: as for `Industry`; P-CUSTNEW shows `Salary`. */
type IncomeSource =
  | ('FamilySupport' | 'GovernmentBenefits' | 'Inheritance' | 'Investments')
  | ('RentalIncome' | 'Retirement' | 'Salary' | 'SelfEmployed');

/** The employment statuses. Source: as for `Industry`; P-CUSTNEW shows `Employed`. */
type EmploymentStatus = 'Employed' | 'Retired' | 'SelfEmployed' | 'Student' | 'Unemployed';

/** The work and income of a person, in the terms of the bank's due diligence. */
interface Livelihood {
  readonly occupation: Occupation;
  readonly occupationDescription: string;
  readonly industry: Industry;
  readonly incomeSource: IncomeSource;
  readonly employmentStatus: EmploymentStatus;
}

type Work = readonly [occupation: Occupation, occupationDescription: string, industry: Industry];

function employed(...[occupation, occupationDescription, industry]: Work): Livelihood {
  return { occupation, occupationDescription, industry, incomeSource: 'Salary', employmentStatus: 'Employed' };
}

function selfEmployed(...[occupation, occupationDescription, industry]: Work): Livelihood {
  const incomeSource = 'SelfEmployed';
  return { occupation, occupationDescription, industry, incomeSource, employmentStatus: 'SelfEmployed' };
}

/** Returns a builder for persons without work: the industry is their former one, or the one they study for. */
function without(employmentStatus: EmploymentStatus, incomeSource: IncomeSource) {
  return (occupationDescription: string, industry: Industry): Livelihood => {
    return { occupation: 'Other', occupationDescription, industry, incomeSource, employmentStatus };
  };
}

/**
 * Consistent combinations of work and income, with public names. A change here is a new GENERATOR_VERSION. Source:
 * P-CUSTNEW for the fields, G-MT for the names, in the Pascal case of the sample in P-CUSTNEW (`Employed`, `Salary`).
 */
export const occupations: readonly [Livelihood, ...Livelihood[]] = [
  employed('Technology', 'Support', 'Finance'),
  employed('Technology', 'Web developer', 'ProfessionalNonLegal'),
  employed('FinanceAccounting', 'Bookkeeper', 'Accounting'),
  employed('FinanceAccounting', 'Loan officer', 'Finance'),
  employed('FoodServices', 'Cook', 'FoodService'),
  employed('FoodServices', 'Baker', 'RetailFood'),
  employed('Government', 'City clerk', 'PublicAdministration'),
  employed('Healthcare', 'Nurse', 'EducationalMedical'),
  employed('Healthcare', 'Pharmacist', 'HealthStores'),
  employed('LegalServices', 'Court reporter', 'PublicAdministration'),
  employed('Manufacturing', 'Machinist', 'Manufacturing'),
  employed('Sales', 'Shop assistant', 'RetailClothing'),
  employed('Sales', 'Car salesperson', 'Automotive'),
  employed('ScienceEngineering', 'Civil engineer', 'Construction'),
  employed('ScienceEngineering', 'Chemist', 'ChemicalManufacturing'),
  employed('Executive', 'Store manager', 'RetailHome'),
  employed('Other', 'Bus driver', 'Transportation'),
  employed('Other', 'Teacher', 'EducationalMedical'),
  selfEmployed('Consulting', 'Marketing consultant', 'ProfessionalNonLegal'),
  selfEmployed('Sales', 'Real estate agent', 'RealEstate'),
  selfEmployed('Other', 'Electrician', 'Construction'),
  selfEmployed('Other', 'Musician', 'PerformingArts'),
  without('Retired', 'Retirement')('Retired teacher', 'EducationalMedical'),
  without('Retired', 'Retirement')('Retired mail carrier', 'PublicAdministration'),
  without('Retired', 'Investments')('Retired farmer', 'Agriculture'),
  without('Student', 'FamilySupport')('College student', 'EducationalMedical'),
  without('Unemployed', 'GovernmentBenefits')('Looking for work as a welder', 'Manufacturing'),
  without('Unemployed', 'FamilySupport')('Homemaker', 'FoodService'),
];

const byStatus = (statuses: readonly EmploymentStatus[]) =>
  occupations.filter(({ employmentStatus }) => statuses.includes(employmentStatus));
const retired = byStatus(['Retired']);
const students = byStatus(['Student']);
const others = byStatus(['Employed', 'SelfEmployed', 'Unemployed']);

/** Draws the work and income of a person by age: only older persons are retired, and only young ones study. */
export function drawOccupation(drawing: Drawing, birthDate: string): NonNullable<CoreSchemas['DueDiligence']> {
  const birthYear = Number(birthDate.slice(0, 4));
  if (birthYear <= 1963 && happens(drawing, 70)) return pick(drawing, retired);
  if (birthYear >= 2000 && happens(drawing, 40)) return pick(drawing, students);
  return pick(drawing, others);
}

function pick({ random }: Drawing, rows: readonly Livelihood[]): Livelihood {
  const [first = occupations[0], ...rest] = rows;
  return random.pick([first, ...rest]);
}
