import { expect, test } from '@playwright/test';
import { customer, scanText, TextScanner } from '../../harness/host.ts';
import { whole } from './whole.ts';

const PLANTED = {
  ssn: whole('123~456789'),
  ein: whole('12~3456789'),
  phone: whole('212~5551234'),
  email: whole('ada@~bank.com'),
  card: whole('4539~578763621486'),
  routing: whole('021~000021'),
};
const { ssn, ein, phone, email, card, routing } = PLANTED;
const fields = {
  'owner.profile.taxIdType': 'Ssn',
  'owner.profile.taxId': ssn,
  taxIdType: 'Ein',
  taxId: ein,
  phoneNumber: phone,
  note: `"write" to\n${email}, today`,
  card,
  originatorRoutingNumber: routing,
};
const ALL = ['EIN', 'SSN', 'card', 'e-mail', 'phone', 'routing number'];

const nested = {
  owner: { profile: { taxIdType: 'Ssn', taxId: ssn } },
  business: { taxId: ein, taxIdType: 'Ein', phones: [{ phoneType: 'Home', phoneNumber: phone }] },
  emailAddress: email,
  card,
  entry: { routingNumber: routing, amount: 123 },
};

/** Renders records as a file of RFC 4180, with every field in quotes or only where needed. */
function csvOf(records: readonly Record<string, string>[], { separator = ',', isQuoted = false } = {}): string {
  const quote = (text: string) => (isQuoted || /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = [Object.keys(records[0] ?? {}), ...records.map((record) => Object.values(record))];
  return rows.map((row) => `${row.map(quote).join(separator)}\r\n`).join('');
}

const FORMATS = {
  'minified JSON': JSON.stringify(nested),
  'JSON on lines': JSON.stringify(nested, null, 2),
  'JSON in JSON': JSON.stringify({ body: JSON.stringify(nested) }),
  CSV: csvOf([fields]),
  'CSV in quotes': csvOf([fields], { isQuoted: true }),
  'CSV with semicolons': csvOf([fields], { separator: ';' }),
  YAML: `owner:\n  taxIdType: Ssn\n  taxId: "${ssn}"\n\nbusiness:\n  taxIdType: Ein\n  taxId: ${ein}\nphone: '${phone}'\nmail: ${email}\ncard: ${card}\nroutingNumber: "${routing}"\n`,
  'YAML lists': `- taxId: "${ssn}"\n  taxIdType: Ssn\n- taxId: "${ein}"\n  taxIdType: Ein\n- fax: ${phone}\n- ${email}\n- ${card}\n- aba: ${routing}\n`,
  'object literals': `const a = { taxId: '${ssn}', phone: "${phone}" }; const b = { taxIdType: 'Ein', taxId: '${ein}' };\n// ${email}\nf({ routingNumber: \`${routing}\`, card: ${card} })`,
  'XML elements': `<a><taxId>${ssn}</taxId></a><b><ein>${ein}</ein><phone>${phone}</phone><mail>${email}</mail><card>${card}</card><routing-number>${routing}</routing-number></b>`,
  'XML attributes': `<a ssn="${ssn}"/><b ein='${ein}' phone="${phone}" mail="${email}" card="${card}" routing="${routing}"/>`,
  'a query': `?ssn=${ssn}&ein=${ein}&phone=${phone}&to=${email.replace('@', '%40')}&card=${card}&routing=${routing}`,
  'an environment': `SSN=${ssn}\nEIN=${ein}\nPHONE=${phone}\nMAIL=${email}\nCARD=${card}\nROUTING_NUMBER=${routing}\n`,
  prose: `The SSN is ${ssn}, the EIN ${ein}. Phone: ${phone}, mail ${email}. By card ${card}; routing number ${routing}.`,
  'a table': `| SSN | ${ssn} |\n| EIN | ${ein} |\n| Phone | ${phone} |\n| Mail | ${email} |\n| Card | ${card} |\n| Routing | ${routing} |\n`,
} satisfies Record<string, string>;

for (const [name, text] of Object.entries(FORMATS))
  test(`every planted value is found in ${name}, once and where it stands`, () => {
    const sightings = scanText(text);
    expect(sightings.map(({ kind }) => kind).sort()).toEqual(ALL);
    const lines = text.split('\n');
    const values = [...Object.values(PLANTED), email.replace('@', '%40')];
    for (const { line, column, shape } of sightings) {
      const value = lines[line - 1]?.slice(column - 1, column - 1 + shape.length);
      expect(values).toContain(value);
    }
    expect(
      values.filter((value) => JSON.stringify(sightings).includes(value)),
      'no value is told',
    ).toEqual([]);
  });

test('a column of a hundred customers is read by its header, whatever is in between', () => {
  const profiles = Array.from({ length: 100 }, (_, at) => customer(7, at + 1).customer.profile);
  const records = profiles.map(({ taxIdType, taxId = '' }, at) => ({
    'customer.profile.taxIdType': `${taxIdType}`,
    'customer.profile.taxId': at % 10 === 3 ? `12${String(at).padStart(2, '0')}${whole('4~5678')}` : taxId,
    'customer.name': at % 2 === 0 ? 'A "B"\n, C' : '',
  }));
  const text = csvOf(records).replace(/"(Ssn|Ein)"/g, '$1');
  const planted = records.map((record, at) => ({ type: record['customer.profile.taxIdType'], at }));
  const wanted = planted.filter(({ at }) => at % 10 === 3).map(({ type }) => (type === 'Ein' ? 'EIN' : 'SSN'));
  expect(scanText(text).map(({ kind }) => kind)).toEqual(wanted);
});

const HEADERS = {
  'a remark and another alphabet': `Name,SSN (last),Größe\nA,${ssn},1\n`,
  'a separator in quotes': `name,"Tax ID, primary",x\nA,${ssn},1\n`,
  'a line end in quotes': `name,"Tax\nID",x\nA,${ssn},1\n`,
  'signs of all kinds': `$ & %,SSN,what's?\nA,${ssn},1\n`,
  'more semicolons than commas': `Name, first;SSN;x\nA;${ssn};1\n`,
  'CR as line end': `name,SSN,x\rA,${ssn},1\r`,
};

for (const [name, text] of Object.entries(HEADERS))
  test(`a column is read below a header with ${name}, in parts of any size`, () => {
    const place = [{ kind: 'SSN', line: name === 'a line end in quotes' ? 3 : 2, column: 3 }];
    for (const size of [1, 5, 1_000]) expect(inParts(text, size)).toMatchObject(place);
  });

test('a header describes only its column, and a type next to a number is used', () => {
  expect(scanText(`SSN,count\n900110001,${ssn}\n`)).toEqual([]);
  expect(scanText(`Tax ID,Tax ID Type,note\n${ein},Ein,\n`)).toMatchObject([{ kind: 'EIN' }]);
});

test('CR, LF and CRLF each end one line', () => {
  const text = `a\rb\nc\r\nd\r\r${email}\r\n\n ${email}`;
  for (const size of [1, 4, 100])
    expect(inParts(text, size)).toMatchObject([
      { line: 6, column: 1 },
      { line: 8, column: 2 },
    ]);
});

test('a quote that is never closed ends the CSV after four million characters', () => {
  const records = (signs: number) => `ssn,note\n1,"${'lorem ipsum '.repeat(signs / 12)}"\n${ssn},\n`;
  expect(scanText(records(2_000_000))).toHaveLength(1);
  expect(scanText(records(6_000_000))).toEqual([]);
});

function inParts(text: string, size: number) {
  const scanner = new TextScanner();
  const told = [];
  for (let at = 0; at < text.length; at += size) told.push(...scanner.push(text.slice(at, at + size)));
  return [...told, ...scanner.end()];
}

test('what is found does not depend on where parts end', () => {
  for (const [name, text] of Object.entries(FORMATS))
    for (const size of [1, 7, 64]) expect(inParts(text, size), name).toEqual(scanText(text));
});

test('a value in one long line is found once, also across scanned parts', () => {
  // As much as is looked at in one go, and what is kept until the next.
  const [PART, REACH] = [1 << 20, 512];
  const filler = 'lorem ipsum '.repeat(PART / 8);
  for (let near = -16; near <= 16; near++) {
    const before = PART + near;
    const text = `${filler.slice(0, before - 7)} taxId ${ssn} ${filler}`;
    const scanner = new TextScanner();
    const told = [scanner.push(text.slice(0, PART + REACH)), scanner.push(text.slice(PART + REACH)), scanner.end()];
    expect(told.flat().map(({ line, column }) => [line, column])).toEqual([[1, before + 1]]);
  }
});

test('texts made to be slow are read in the time of others of their size', () => {
  const texts = [
    '1',
    'a@',
    'a@a.',
    '1 ',
    '111-',
    '4111-',
    '+1 (212) ',
    '://a@b.co ',
    '123456780 ',
    'of the 900110001 ',
    '{tin:900110001}',
    '\\n900110001',
    '\n900110001',
    'taxIdType{',
    '"\n',
    'a.b-',
  ];
  for (const text of texts) {
    const looked = scanText(text.repeat(1_500_000 / text.length));
    expect(
      looked.filter(({ kind }) => kind !== 'e-mail' && kind !== 'card'),
      text,
    ).toEqual([]);
  }
});
