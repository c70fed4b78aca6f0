import { expect, test } from '@playwright/test';
import { allMet } from '../../harness/workflow/arazzo/criteria.ts';
import { operandsOf, parseCondition } from '../../harness/workflow/arazzo/parse-condition.ts';
import { sampleScope } from './sample-scope.ts';

const [T, F] = ['1 == 1', '1 == 2'];

const conditions: [why: string, condition: string, holds: boolean][] = [
  ['equal', '$statusCode == 200', true],
  ['equal without blanks', '$statusCode==200', true],
  ['unequal', '$statusCode != 200', false],
  ['less', '$response.body#/amount < 5', false],
  ['less or equal', '$response.body#/amount <= 5', true],
  ['greater', '$response.body#/amount > 4.5', true],
  ['greater or equal', '$response.body#/amount >= 5e0', true],
  ['negative numbers', '$response.body#/amount > -5', true],
  ['two expressions', '$response.body#/amount == $request.body#/amount', true],
  ['a literal on the left', "'COMPLETE' == $response.body#/status", true],

  ['text has no case', "$response.body#/status == 'COMPLETE'", true],
  ['text has no case in order', "'b' > 'A'", true],
  ['a quote in a text is doubled', "'it''s' == 'IT''S'", true],
  ['operators in a text are text', "'a && b || (c)' == 'a && b || (c)'", true],
  ['the empty text', "$response.body#/empty == ''", true],

  ['a number and a text that writes it', "$response.body#/amount == '5'", true],
  ['a text and a number', '$response.body#/price == 5', true],
  ['a header, which is text, and a number', '$response.header.x-left < 10', true],
  [
    'two texts that write numbers are put in order as numbers',
    '$response.header.x-left < $response.header.x-most',
    true,
  ],
  ['two texts that write numbers are equal as texts', "'5' == '5.0'", false],
  ['a text that writes no number', '$response.body#/status == 5', false],
  ['a hexadecimal text is no number', "'0x5' == 5", false],
  ['the empty text is not 0', '$response.body#/empty == 0', false],
  ['a boolean', '$response.body#/isOpen == false', true],
  ['a boolean and a text that writes it', '$response.body#/flag == true', true],
  ['a boolean and a number', 'true == 1', false],
  ['a text and a number that cannot be put in order', '$response.body#/status > 5', false],

  ['null', '$response.body#/note == null', true],
  ['what is missing is null', '$response.body#/nowhere == null', true],
  ['what is there is not null', '$response.body#/list[0].id != null', true],
  ['null equals itself', 'null == null', true],
  ['null is neither 0', 'null == 0', false],
  ['nor the empty text', "null == ''", false],
  ['nor false', 'null == false', false],
  ['null has no order', '$response.body#/nowhere < 5', false],
  ['nor in the other direction', '$response.body#/nowhere >= 0', false],
  ['lists are compared as a whole', '$response.body#/list == $response.body.list', true],
  ['a list has no order', '$response.body#/list > 0', false],

  ['an index', "$response.body#/list[1].id == 'y'", true],
  ['an index beyond the end', '$response.body#/list[2].id == null', true],
  ['an index of what is no list', '$response.body#/deep[0] == null', true],
  ['properties of the body', "$response.body.deep.name == 'Ada'", true],
  ['properties and indexes by turns', "$response.body.list[1].id == 'y'", true],
  ['a property of an input', "$inputs.who.name == 'Ada'", true],
  ['an index and a property of an output', "$steps.open.outputs.list[0].id == 'z'", true],
  ['a name with dots', "$inputs.my.name == 'dotted'", true],
  ['no property of a text', '$response.body.status.length == null', true],

  ['a bare operand that is true', 'true', true],
  ['a bare operand that is false', '$response.body#/isOpen', false],
  ['a bare operand that is null', 'null', false],
  ['a bare operand that is missing', '$response.body#/nowhere', false],
  ['a bare operand that is 0', '0', false],
  ['a bare operand that is the empty text', "''", false],
  ['a bare operand with any other value', '$statusCode', true],
  ['also an empty list', '$response.body#/list', true],

  ['not', '!$response.body#/isOpen', true],
  ['not not', '!!$response.body#/isOpen', false],
  ['not of a comparison', '!$statusCode == 200', false],
  ['not of a group', `!(${T} && ${F})`, true],
  ['not binds tighter than and', `!${F} && ${F}`, false],
  ['and', `${T} && ${F}`, false],
  ['or', `${F} || ${T}`, true],
  ['and binds tighter than or, on the right', `${T} || ${T} && ${F}`, true],
  ['and binds tighter than or, on the left', `${F} && ${T} || ${T}`, true],
  ['parentheses', `(${T} || ${T}) && ${F}`, false],
  ['parentheses in parentheses', `((${F}) || (${T} && (${T})))`, true],
  ['blanks around', '  $statusCode   ==\t 200  ', true],
];
for (const [why, condition, holds] of conditions) {
  test(`allMet, ${why}: ${condition.trim()} ${holds ? 'holds' : 'does not hold'}`, () => {
    expect(allMet([{ condition }], sampleScope)).toBe(holds);
  });
}

const refused: [condition: string, why: string][] = [
  ['', 'an operand is missing at the end'],
  ['   ', 'an operand is missing at the end'],
  ['$statusCode ==', 'an operand is missing at the end'],
  ['$statusCode == 200 &&', 'an operand is missing at the end'],
  ['== 200', '"==" is not an operand; put text in single quotes'],
  ['!', 'an operand is missing at the end'],
  ['fine', '"fine" is not an operand; put text in single quotes'],
  ['$statusCode == OK', '"OK" is not an operand; put text in single quotes'],
  ['$response.body#/a == "b"', '""b"" is not an operand; put text in single quotes'],
  ["$response.body#/a == 'b", `"'b" is neither an operand nor an operator`],
  ['$statusCode = 200', '"= 200" is neither an operand nor an operator'],
  ['$statusCode === 200', '"= 200" is neither an operand nor an operator'],
  ['$statusCode & 1', '"& 1" is neither an operand nor an operator'],
  ['$statusCode == 200 200', '"200" is unexpected'],
  ['1 < 2 < 3', '"<" is unexpected'],
  ['($statusCode == 200', 'a parenthesis is not closed'],
  ['$statusCode == 200)', '")" is unexpected'],
  ['()', '")" is not an operand; put text in single quotes'],
  ['{$statusCode == 200}', '"{$statusCode" is not an operand; put text in single quotes'],
  ['$status == 200', '"$status" is not a runtime expression'],
  ['$response.body#status == 200', '"$response.body#status" is not a runtime expression'],
  ['$response.body.a#/b == 200', '"$response.body.a#/b" is not a runtime expression'],
  ['$response.body..a == 200', '"$response.body..a" is not a runtime expression'],
  ["$response.body['a'] == 1", `"['a'] == 1" is neither an operand nor an operator`],
  ['$response.body[-1] == 1', '"[-1] == 1" is neither an operand nor an operator'],
  ['$statusCode in 200', '"in" is unexpected'],
];
for (const [condition, why] of refused) {
  test(`parseCondition refuses "${condition}"`, () => {
    expect(() => parseCondition(condition)).toThrow(`Cannot read the condition "${condition}": ${why}`);
  });
}

test('operandsOf lists what a condition looks at, from left to right', () => {
  const operands = operandsOf(parseCondition("!($response.body.a[0].b == 'x' && $statusCode > 5) || $method"));
  expect(operands.map((operand) => (operand.kind === 'literal' ? operand.value : operand.text))).toEqual([
    '$response.body.a[0].b',
    'x',
    '$statusCode',
    5,
    '$method',
  ]);
});
