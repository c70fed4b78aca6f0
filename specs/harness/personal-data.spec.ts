import { expect, test } from '@playwright/test';
import { customer, scanText } from '../../harness/host.ts';
import { whole } from './whole.ts';

/** Returns the findings in a text as kind and shape. */
function found(text: string): string[] {
  return scanText(whole(text)).map(({ kind, shape }) => `${kind} ${shape}`);
}

// Possibly real and surely fictitious values in pairs. A ~ is removed before the scan.
const EXAMPLES = {
  SSN: {
    found: [
      ['123-~45-6789', '###-##-####'],
      ['call 123-~45-6789.', '###-##-####'],
      ['123–~45–6789', '###–##–####'],
      ['his is 123 ~45 6789, hers not', '### ## ####'],
      ['ssn: 123 ~45 6789 1', '### ## ####'],
      ['_123-~45-6789_', '###-##-####'],
      ['**__123-~45-6789__**', '###-##-####'],
      ['123\u2010~45\u20106789', '###‐##‐####'],
      ['123\u00a0~45\u00a06789', '###\u00a0##\u00a0####'],
      ['ssn 123.~45.6789', '###.##.####'],
      ['\uff11\uff12\uff13-~45-6789', '###-##-####'],
      ['Der taxId 123~456789', '#########'],
      ['SSN\\n123~456789', '#########'],
      ['social security number is 123~456789', '#########'],
      ['tax_id=123~456789', '#########'],
      ['?taxId%3D123~456789', '#########'],
      ['--tax-id 123~456789', '#########'],
      ['TIN: 070~120001', '#########'],
      ["profile: { taxIdType: 'Ssn', taxId: '123~456789' }", '#########'],
      ["idType: 'SocialSecurity',\n  idNumber: '123~456789'", '#########'],
      ['{"idNumber":"123~456789","idType":"SocialSecurity"}', '#########'],
      ["ssnOfOwner: '123~456789'", '#########'],
      ["['ssns', '900110001', '123~456789']", '#########'],
      ['tax_identifier: 123~456789', '#########'],
      ['{"taxpayerIdentifier":"123~456789"}', '#########'],
      ['{"nationalId":"123~456789"}', '#########'],
      ['Tax ID number: 123~456789', '#########'],
      ['taxpayer identification number is 123~456789', '#########'],
      ["idType: 'SocialSecurity', identificationNumber: '123~456789'", '#########'],
      ['SS Number 123~456789', '#########'],
      ['ss#: 123~456789', '#########'],
      ['SS # 123~456789', '#########'],
      ["taxId:\n  type: string\n  example: '123~456789'", '#########'],
    ],
    nothing: [
      '900-11-0001',
      '000-12-3456',
      '666-12-3456',
      '123-00-4567',
      '123-45-0000',
      '987-65-4320',
      'taxId: 979407239',
      '"taxIdType":"Ein","taxId":"070120001"',
      'count 123~456789',
      '"taxId":null,"count":123~456789',
      "idType: 'Passport', idNumber: '123~456789'",
      'row 100 123 ~45 6789',
      'taxId 123~4567890',
      'a_123-45-6789',
      '123-45-6789_b',
      '123.45.6789',
      '123-45 6789',
      'pass number 123~456789',
      "idType: 'Passport', identificationNumber: '123~456789'",
    ],
  },
  'SSN or ITIN': {
    found: [
      ['912-~70-1234', '###-##-####'],
      ['900-~01-0001', '###-##-####'],
    ],
    nothing: ['912-69-1234'],
  },
  EIN: {
    found: [
      ['of 12-~3456789 and', '##-#######'],
      ['12–~3456789', '##–#######'],
      ['EIN 12-~3456789', '##-#######'],
      ['ein: "12~3456789"', '#########'],
      ['taxId: "12-~3456789"', '##-#######'],
      ['{"taxIdType":5,"taxId":"12~3456789","entityType":"Llc"}', '#########'],
      ['employer identification number: 12-~3456789', '##-#######'],
      ["taxIdType: 'Ein', taxId: '90~0010001'", '#########'],
      ['{"taxId":"90~0010001","taxIdType":"Ein"}', '#########'],
      ['<taxIdType>Ein</taxIdType><taxId>90~0010001</taxId>', '#########'],
    ],
    nothing: [
      'EIN 00-0000007',
      "taxIdType: 'Ein', taxId: '000000007'",
      '{"taxIdType":5,"taxId":"701699669","entityType":"Llc"}',
      '00-3456789',
      'phone 12-3456789',
      'v1.12-3456789',
      'b12-3456789-c',
      "{ taxIdType: 'Ein', taxId: '000000007' }, { taxIdType: 'Ssn', taxId: '900110001' }",
    ],
  },
  phone: {
    found: [
      ['+1212~5551234', '+###########'],
      ['+1 (212) ~555-1234', '+# (###) ###-####'],
      ['(212) ~555-1234', '(###) ###-####'],
      ['212-~555-1234', '###-###-####'],
      ['1-212-~555-1234', '#-###-###-####'],
      ['phoneNumber: 212~5551234', '##########'],
      ['"mobile":"1212~5551234"', '###########'],
      ['212.~555.1234', '###.###.####'],
      ['1 212 ~555 1234', '# ### ### ####'],
      ['+1 212 ~555 1234', '+# ### ### ####'],
      ['call 212 ~555 1234', '### ### ####'],
      ['212 ~555-1234', '### ###-####'],
      ['212‑~555‑1234', '###‑###‑####'],
      ['call(212) ~555-1234', '(###) ###-####'],
      ['workNumber: 212~5551234', '##########'],
      ['contact_number=212~5551234', '##########'],
      ['phone # 212~5551234', '##########'],
      ['Tel. 212.~555.1234', '###.###.####'],
      ['tel=%2B1212~5551234', '%#x###########'],
    ],
    nothing: [
      '+12125550100',
      '(212) 555-0199',
      'phone: 2125550123',
      'phone: +12125550123',
      '123-456-7890',
      '211-555-1234',
      '212-911-1234',
      '292-555-1234',
      'accountNumber: 2125551234',
      '7 212 555 1234',
      '212 555 1234 7',
      '1.212.555.1234.5',
      '2125551234',
    ],
  },
  'e-mail': {
    found: [
      ['ada.lovelace@~bank.com', 'xxx.xxxxxxxx@xxxx.xxx'],
      ['mailto:ada+x@~mail.bank.co.uk.', 'xxx+x@xxxx.xxxx.xx.xx'],
      ['<ada@~exampleX.com>', 'xxx@xxxxxxxx.xxx'],
      ['?email=ada%40~bank.com&x', 'xxx%##xxxx.xxx'],
      ['"ada@~bücher.de"', 'xxx@xxxxxx.xx'],
      ['https://bank.example/?to=ada@~bank.com', 'xxx@xxxx.xxx'],
      ['ada@~bank.com:secret', 'xxx@xxxx.xxx'],
      ...[',', ';', '|', ')', '(', ']', '[', '}', '{', '`', '\\\\'].map(
        (sign) => [`https://bank.example${sign}ada@~bank.com`, 'xxx@xxxx.xxx'] as const,
      ),
      ['{url:https://bank.example,mail:ada@~bank.com}', 'xxx@xxxx.xxx'],
      ['ada@~bank.com(work)', 'xxx@xxxx.xxx'],
      ['ada!@~bank.com', 'xxx!@xxxx.xxx'],
      ['ada@~bank.com.csv', 'xxx@xxxx.xxx'],
      ['x@~schema.org', 'x@xxxxxx.xxx'],
      ['git@~bank.com', 'xxx@xxxx.xxx'],
    ],
    nothing: [
      'ada@example.com',
      'ada@mail.example.org',
      'ada@bank.test',
      'ada@bank.example.',
      'git@github.com:owner/repository.git',
      'ssh://git@github.com/owner/repository.git',
      'git@github.com/owner/repository.git',
      'foo@next.js',
      'a@b.png',
      'css@media.screen',
      'ada@printer.local',
      'ada@mail.corp.internal',
      'ada@router.home.arpa',
      'https://user:password@api.bank.com/x',
      '@scope/package.name',
      '@playwright/test@1.65.1',
      'typescript@5.9.3-beta.one',
      'u@localhost',
      'user@host',
      'logo@2x.png',
      '@decorator.of(x)',
      'a@b.call()',
      '@@@@ @.com a@.com',
      'xxx.xx#@xxxx.xxx',
    ],
  },
  card: {
    found: [
      ['4539~578763621486', '################'],
      ['4539 ~5787 6362 1486', '#### #### #### ####'],
      ['5425-~2334-3010-9903', '####-####-####-####'],
      ['3714~49635398456', '###############'],
      ['364812~39077159', '##############'],
      ['card: 453957~8763621486404', '###################'],
      ['4539.~5787.6362.1486', '####.####.####.####'],
      ['4539–~5787–6362–1486', '####–####–####–####'],
      ['7 4539 ~5787 6362 1486', '#### #### #### ####'],
    ],
    nothing: [
      '4111 1111 1111 1111',
      '4242424242424242',
      '378282246310005',
      '4539578763621487',
      'id: 4539578763621486404',
      '1739~578763621486',
      '4539578763621486.5',
      '0.4539578763621486',
      'a4539578763621486',
      '4539-5787 6362-1486',
      '021000021000123',
    ],
  },
  'routing number': {
    found: [
      ['routingNumber: 021~000021', '#########'],
      ['"originatorRoutingNumber":"021~000021"', '#########'],
      ['ABA 021~000021', '#########'],
      ['rdfi: 021~000021', '#########'],
      ['transit number 021~000021', '#########'],
    ],
    nothing: [
      'routing number 110000000',
      'routing number 222222226',
      'routing number 130000006',
      'routingNumber: 000000000',
      'routingNumber: 123456789',
      'trace 021000021',
    ],
  },
} as const;

for (const [kind, examples] of Object.entries(EXAMPLES)) {
  for (const [text, shape] of examples.found)
    test(`${kind} in ${JSON.stringify(text)} is found`, () => {
      expect(found(text)).toEqual([`${kind} ${shape}`]);
    });
  for (const text of examples.nothing)
    test(`no ${kind} in ${JSON.stringify(text)}`, () => {
      expect(found(text)).toEqual([]);
    });
}

test('values that only look similar are not findings', () => {
  const texts = [
    'sha256-4539578763621486453957876362148645395787636214864539578763621486',
    'd41d8cd98f00b204e9800998ecf8427e 123456789abcdef0 0x123456789',
    '12345678-1234-4234-a234-123456789012 00000000-0000-4000-a000-000000000001',
    '2026-01-01T12:34:56.123456789Z 1700000000000 1700000000000000 1700000000000000000',
    'v1.2.3-123456789 node@24.21.0 123.45.6789 3.141592653589793 1e10',
    'traceNumber: "021000020000001" accountNumber: "2125551234" subaccount: "212555123412"',
    'integrity sha512-abc123-45-6789def== 10.0.0.1:8080 127.0.0.1',
  ];
  expect(texts.flatMap(found)).toEqual([]);
});

test('nothing is found in customers 1 to 2000 of seed 7', () => {
  const records = Array.from({ length: 2_000 }, (_, at) =>
    JSON.stringify(customer(7, at + 1, { parts: ['accounts', 'subledgers', 'payroll'] })),
  );
  expect(scanText(`${records.join('\n')}\n`)).toEqual([]);
  const [first = ''] = records;
  const own = JSON.parse(first) as { customer: { profile: { taxId: string } } };
  const planted = first.replaceAll(own.customer.profile.taxId, whole('123~456789'));
  expect(scanText(planted).length, 'the same with a real-looking tax id').toBeGreaterThan(0);
});
