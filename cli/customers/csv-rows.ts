import { stringify } from 'csv-stringify/sync';

/**
 * The columns of customers, the same for all options. Plain fields have dotted paths. Lists and the objects of `--with`
 * follow, each as JSON in one column. A field that a record lacks is empty.
 */
export const customerColumns = [
  'generatorVersion',
  'seed',
  'n',
  ...['clientIdentifier', 'partnerId', 'classification'].map(under('customer')),
  ...['prefix', 'firstName', 'middleName', 'lastName', 'suffix', 'preferredName', 'entityName'].map(
    under('customer.name'),
  ),
  ...['taxIdType', 'taxId', 'birthDate', 'dateFormed', 'entityType', 'ownershipType'].map(under('customer.profile')),
  ...['citizenshipCountryCode', 'riskRating', 'regO', 'politicallyExposedPerson'].map(under('customer.profile')),
  ...['enableBackupWithholding', 'backupWithholdingPercent', 'privacyOptOut'].map(under('customer.profile')),
  ...['employmentStatus', 'occupation', 'occupationDescription', 'industry'].map(under('customer.dueDiligence')),
  ...['incomeSource', 'incomeState', 'incomeCountryCode'].map(under('customer.dueDiligence')),
  ...['natureOfBusiness', 'naics', 'merchantCategoryCode', 'businessUrl', 'relationshipFormationDate'].map(
    under('customer.businessDueDiligence'),
  ),
  ...['addressType', 'classification', 'isPrimary', 'street1', 'city', 'state', 'postalCode', 'countryCode'].map(
    under('customer.primaryAddress'),
  ),
  ...['isPrimary', 'phoneType', 'phoneNumber'].map(under('customer.primaryPhone')),
  ...['isPrimary', 'emailType', 'emailAddress'].map(under('customer.primaryEmail')),
  ...['isPrimary', 'idNumber', 'idType', 'issuedDate', 'verifiedDate', 'expDate'].map(
    under('customer.primaryIdentification'),
  ),
  ...['issuingAuthority', 'issuingStateOrProvince', 'issuingCountryCode'].map(under('customer.primaryIdentification')),
  'owners',
  'identifications',
  'accounts',
  'payroll',
] as const;

/** The columns of negative records. The path and the body of the request are JSON. */
export const negativeColumns = [
  'generatorVersion',
  'seed',
  'n',
  'caseNumber',
  'operationId',
  'field',
  'broken',
  'path',
  'request',
  ...['statusCode', 'errorCode.min', 'errorCode.max', 'provenance', 'source', 'discrepancy'].map(under('expected')),
] as const;

function under(path: string): (field: string) => string {
  return (field) => `${path}.${field}`;
}

/**
 * Builds the function that renders a record as one CSV line with these columns, without the line end. Source: RFC 4180.
 */
export function csvRow(columns: readonly string[]): (record: object) => string {
  const paths = columns.map((column) => column.split('.'));
  // One call for each record keeps only one in memory. A list is faster than an object with names.
  const options = { eof: false, record_delimiter: '\r\n', cast: { boolean: String } };
  return (record) => stringify([paths.map((path) => valueAt(record, path))], options);
}

/** Returns the value at a path; undefined if the record does not have it. Lists and objects become JSON. */
function valueAt(record: object, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const field of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[field];
  return value;
}
