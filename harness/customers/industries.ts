/**
 * The names of industries. Source: P-CUSTNEW names the field and shows `Finance`; the list is from G-MT, in snake case.
 * ASSUMPTION: the bank's own names are these in Pascal case, as in its sample.
 */
export type Industry =
  | ('Accounting' | 'Agriculture' | 'Automotive' | 'ChemicalManufacturing' | 'Construction' | 'EducationalMedical')
  | ('FoodService' | 'Finance' | 'Gasoline' | 'HealthStores' | 'Laundry' | 'Maintenance' | 'Manufacturing')
  | ('MerchantWholesale' | 'Mining' | 'PerformingArts' | 'ProfessionalNonLegal' | 'PublicAdministration')
  | ('Publishing' | 'RealEstate' | 'RecreationGambling' | 'ReligiousCharity' | 'RentalServices')
  | ('RetailClothing' | 'RetailElectronics' | 'RetailFood' | 'RetailFurnishing' | 'RetailHome')
  | ('RetailNonStore' | 'RetailSporting' | 'Transportation' | 'Travel' | 'Utilities');

/** A kind of small business, in the terms of the bank's due diligence. */
export interface BusinessKind {
  readonly natureOfBusiness: string;
  /** Six digits of NAICS 2022; its retail codes differ from those of 2017. Source: Census Bureau. */
  readonly naics: string;
  /** Four digits. Source: ISO 18245, as published by the card networks. */
  readonly merchantCategoryCode: string;
  readonly industry: Industry;
}

function business(natureOfBusiness: string, naics: string, merchantCategoryCode: string, industry: Industry) {
  return { natureOfBusiness, naics, merchantCategoryCode, industry };
}

/**
 * Kinds of small business with matching codes. Each NAICS code and each merchant category occurs once. A change here is
 * a new GENERATOR_VERSION.
 */
export const industries: readonly [BusinessKind, ...BusinessKind[]] = [
  business('Bakery', '311811', '5462', 'RetailFood'),
  business('Supermarket', '445110', '5411', 'RetailFood'),
  business('Restaurant', '722511', '5812', 'FoodService'),
  business('Take-out restaurant', '722513', '5814', 'FoodService'),
  business('Caterer', '722320', '5811', 'FoodService'),
  business('Accountant', '541211', '8931', 'Accounting'),
  business('Tax preparation', '541213', '7276', 'Accounting'),
  business('Landscaping', '561730', '0780', 'Maintenance'),
  business('Building cleaning', '561720', '7349', 'Maintenance'),
  business('Pest control', '561710', '7342', 'Maintenance'),
  business('Plumbing and heating contractor', '238220', '1711', 'Construction'),
  business('Electrical contractor', '238210', '1731', 'Construction'),
  business('Roofing contractor', '238160', '1761', 'Construction'),
  business('Carpenter', '238350', '1750', 'Construction'),
  business('Car repair shop', '811111', '7538', 'Automotive'),
  business('Car body shop', '811121', '7531', 'Automotive'),
  business('Car wash', '811192', '7542', 'Automotive'),
  business('Gas station with store', '457110', '5541', 'Gasoline'),
  business('Pharmacy', '456110', '5912', 'HealthStores'),
  business('Optician', '456130', '8043', 'HealthStores'),
  business('Dentist', '621210', '8021', 'EducationalMedical'),
  business('Chiropractor', '621310', '8041', 'EducationalMedical'),
  business('Child care', '624410', '8351', 'EducationalMedical'),
  business('Dry cleaner', '812320', '7216', 'Laundry'),
  business('Hardware store', '444140', '5251', 'RetailHome'),
  business('Garden center', '444240', '5261', 'RetailHome'),
  business('Furniture store', '449110', '5712', 'RetailFurnishing'),
  business('Electronics store', '449210', '5732', 'RetailElectronics'),
  business('Sporting goods store', '459110', '5941', 'RetailSporting'),
  business('Clothing store', '458110', '5651', 'RetailClothing'),
  business('Shoe store', '458210', '5661', 'RetailClothing'),
  business('Hardware wholesaler', '423710', '5072', 'MerchantWholesale'),
  business('Travel agency', '561510', '4722', 'Travel'),
  business('Motel', '721110', '7011', 'Travel'),
  business('Household movers', '484210', '4214', 'Transportation'),
  business('Taxi company', '485310', '4121', 'Transportation'),
  business('Bowling center', '713950', '7933', 'RecreationGambling'),
  business('Band', '711130', '7929', 'PerformingArts'),
  business('Tool rental', '532310', '7394', 'RentalServices'),
  business('Software developer', '541511', '7372', 'ProfessionalNonLegal'),
  business('Architect', '541310', '8911', 'ProfessionalNonLegal'),
  business('Advertising agency', '541810', '7311', 'ProfessionalNonLegal'),
];
