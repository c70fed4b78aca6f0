/** The words for an industry. Source: G-MT, whose words are public; P-CUSTNEW names the field and shows `Finance`. */
export type Industry =
  | ('accounting' | 'agriculture' | 'automotive' | 'chemical_manufacturing' | 'construction' | 'educational_medical')
  | ('food_service' | 'finance' | 'gasoline' | 'health_stores' | 'laundry' | 'maintenance' | 'manufacturing')
  | ('merchant_wholesale' | 'mining' | 'performing_arts' | 'professional_non_legal' | 'public_administration')
  | ('publishing' | 'real_estate' | 'recreation_gambling' | 'religious_charity' | 'rental_services')
  | ('retail_clothing' | 'retail_electronics' | 'retail_food' | 'retail_furnishing' | 'retail_home')
  | ('retail_non_store' | 'retail_sporting' | 'transportation' | 'travel' | 'utilities');

/** A kind of small business, as it answers the bank's questions. */
export interface BusinessKind {
  readonly natureOfBusiness: string;
  /** Six digits of NAICS 2022, whose retail trades differ from those of 2017. Source: Census Bureau. */
  readonly naics: string;
  /** Four digits. Source: ISO 18245, as the card networks publish it. */
  readonly merchantCategoryCode: string;
  readonly industry: Industry;
}

function business(natureOfBusiness: string, naics: string, merchantCategoryCode: string, industry: Industry) {
  return { natureOfBusiness, naics, merchantCategoryCode, industry };
}

/** Kinds of small business whose codes belong together; no NAICS and no merchant category comes twice. */
export const industries: readonly [BusinessKind, ...BusinessKind[]] = [
  business('Bakery', '311811', '5462', 'retail_food'),
  business('Supermarket', '445110', '5411', 'retail_food'),
  business('Restaurant', '722511', '5812', 'food_service'),
  business('Take-out restaurant', '722513', '5814', 'food_service'),
  business('Caterer', '722320', '5811', 'food_service'),
  business('Accountant', '541211', '8931', 'accounting'),
  business('Tax preparation', '541213', '7276', 'accounting'),
  business('Landscaping', '561730', '0780', 'maintenance'),
  business('Building cleaning', '561720', '7349', 'maintenance'),
  business('Pest control', '561710', '7342', 'maintenance'),
  business('Plumbing and heating contractor', '238220', '1711', 'construction'),
  business('Electrical contractor', '238210', '1731', 'construction'),
  business('Roofing contractor', '238160', '1761', 'construction'),
  business('Carpenter', '238350', '1750', 'construction'),
  business('Car repair shop', '811111', '7538', 'automotive'),
  business('Car body shop', '811121', '7531', 'automotive'),
  business('Car wash', '811192', '7542', 'automotive'),
  business('Gas station with store', '457110', '5541', 'gasoline'),
  business('Pharmacy', '456110', '5912', 'health_stores'),
  business('Optician', '456130', '8043', 'health_stores'),
  business('Dentist', '621210', '8021', 'educational_medical'),
  business('Chiropractor', '621310', '8041', 'educational_medical'),
  business('Child care', '624410', '8351', 'educational_medical'),
  business('Dry cleaner', '812320', '7216', 'laundry'),
  business('Hardware store', '444140', '5251', 'retail_home'),
  business('Garden center', '444240', '5261', 'retail_home'),
  business('Furniture store', '449110', '5712', 'retail_furnishing'),
  business('Electronics store', '449210', '5732', 'retail_electronics'),
  business('Sporting goods store', '459110', '5941', 'retail_sporting'),
  business('Clothing store', '458110', '5651', 'retail_clothing'),
  business('Shoe store', '458210', '5661', 'retail_clothing'),
  business('Hardware wholesaler', '423710', '5072', 'merchant_wholesale'),
  business('Travel agency', '561510', '4722', 'travel'),
  business('Motel', '721110', '7011', 'travel'),
  business('Household movers', '484210', '4214', 'transportation'),
  business('Taxi company', '485310', '4121', 'transportation'),
  business('Bowling center', '713950', '7933', 'recreation_gambling'),
  business('Band', '711130', '7929', 'performing_arts'),
  business('Tool rental', '532310', '7394', 'rental_services'),
  business('Software developer', '541511', '7372', 'professional_non_legal'),
  business('Architect', '541310', '8911', 'professional_non_legal'),
  business('Advertising agency', '541810', '7311', 'professional_non_legal'),
];

/** The words for a person's occupation. Source: as of `Industry`; P-CUSTNEW shows `Technology`. */
export type Occupation =
  | ('consulting' | 'executive' | 'finance_accounting' | 'food_services' | 'government' | 'healthcare')
  | ('legal_services' | 'manufacturing' | 'other' | 'sales' | 'science_engineering' | 'technology');

/** Source: as of `Industry`; P-CUSTNEW shows `Salary`. */
export type IncomeSource =
  | ('family_support' | 'government_benefits' | 'inheritance' | 'investments')
  | ('rental_income' | 'retirement' | 'salary' | 'self_employed');

/** Source: as of `Industry`; P-CUSTNEW shows `Employed`. */
export type EmploymentStatus = 'employed' | 'retired' | 'self_employed' | 'student' | 'unemployed';

/** What a person does and lives on, as the person answers the bank's questions. */
export interface Livelihood {
  readonly occupation: Occupation;
  readonly occupationDescription: string;
  readonly industry: Industry;
  readonly incomeSource: IncomeSource;
  readonly employmentStatus: EmploymentStatus;
}

type Work = readonly [occupation: Occupation, occupationDescription: string, industry: Industry];

function employed(...[occupation, occupationDescription, industry]: Work): Livelihood {
  return { occupation, occupationDescription, industry, incomeSource: 'salary', employmentStatus: 'employed' };
}

function selfEmployed(...[occupation, occupationDescription, industry]: Work): Livelihood {
  const incomeSource = 'self_employed';
  return { occupation, occupationDescription, industry, incomeSource, employmentStatus: 'self_employed' };
}

/** Without work now: the industry is the one left, or studied for. */
function without(employmentStatus: EmploymentStatus, incomeSource: IncomeSource) {
  return (occupationDescription: string, industry: Industry): Livelihood => {
    return { occupation: 'other', occupationDescription, industry, incomeSource, employmentStatus };
  };
}

/**
 * Livelihoods coherent in themselves, in words that are public. The fields are of document P-CUSTNEW, whose one sample
 * writes in Pascal case (`Employed`, `Salary`); the lists of words are of G-MT, in its snake case.
 * ASSUMPTION: the bank's own words are these in Pascal case; whoever writes a request for it has to turn them.
 */
export const occupations: readonly [Livelihood, ...Livelihood[]] = [
  employed('technology', 'Support', 'finance'),
  employed('technology', 'Web developer', 'professional_non_legal'),
  employed('finance_accounting', 'Bookkeeper', 'accounting'),
  employed('finance_accounting', 'Loan officer', 'finance'),
  employed('food_services', 'Cook', 'food_service'),
  employed('food_services', 'Baker', 'retail_food'),
  employed('government', 'City clerk', 'public_administration'),
  employed('healthcare', 'Nurse', 'educational_medical'),
  employed('healthcare', 'Pharmacist', 'health_stores'),
  employed('legal_services', 'Court reporter', 'public_administration'),
  employed('manufacturing', 'Machinist', 'manufacturing'),
  employed('sales', 'Shop assistant', 'retail_clothing'),
  employed('sales', 'Car salesperson', 'automotive'),
  employed('science_engineering', 'Civil engineer', 'construction'),
  employed('science_engineering', 'Chemist', 'chemical_manufacturing'),
  employed('executive', 'Store manager', 'retail_home'),
  employed('other', 'Bus driver', 'transportation'),
  employed('other', 'Teacher', 'educational_medical'),
  selfEmployed('consulting', 'Marketing consultant', 'professional_non_legal'),
  selfEmployed('sales', 'Real estate agent', 'real_estate'),
  selfEmployed('other', 'Electrician', 'construction'),
  selfEmployed('other', 'Musician', 'performing_arts'),
  without('retired', 'retirement')('Retired teacher', 'educational_medical'),
  without('retired', 'retirement')('Retired mail carrier', 'public_administration'),
  without('retired', 'investments')('Retired farmer', 'agriculture'),
  without('student', 'family_support')('College student', 'educational_medical'),
  without('unemployed', 'government_benefits')('Looking for work as a welder', 'manufacturing'),
  without('unemployed', 'family_support')('Homemaker', 'food_service'),
];
