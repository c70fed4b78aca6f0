import { type EmittedStep, type EmittedWorkflow, operationOf, parametersIn } from './emitted-workflow.ts';

/**
 * Turns an emitted workflow into a Postman collection: a step becomes an item, a runtime expression the name of a
 * variable, an output a test script that sets it, each success criterion a `pm.test`. Every variable stands twice, as
 * text (`{{name}}`) and as JSON (`{{name.json}}`), because an item's body is text. The address is `{{baseUrl}}`. Throws
 * on what it cannot convert.
 */
export function buildPostmanCollection({ workflowId, inputs, steps }: EmittedWorkflow): Record<string, unknown> {
  const variable = Object.entries(inputs?.properties ?? {}).flatMap(([name, schema]) => [
    { key: `inputs.${name}`, value: String(schema.default) },
    { key: `inputs.${name}.json`, value: JSON.stringify(schema.default) },
  ]);
  return {
    info: { name: workflowId, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable,
    item: steps.map((step) => ({
      name: step.stepId,
      request: buildRequest(step),
      event: [{ listen: 'test', script: { type: 'text/javascript', exec: buildTests(step) } }],
    })),
  };
}

function buildRequest(step: EmittedStep) {
  const { method, path, requestContentType } = operationOf(step);
  const pairs = (where: string) => parametersIn(step, where).map(([key, value]) => ({ key, value: toText(value) }));
  const inPath = new Map(pairs('path').map(({ key, value }) => [key, value]));
  const query = pairs('query').map(({ key, value }) => `${key}=${value}`);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => inPath.get(name) ?? '');
  const payload = step.requestBody?.payload;
  const isForm = requestContentType === 'application/x-www-form-urlencoded';
  const header = payload === undefined ? [] : [{ key: 'Content-Type', value: requestContentType }];
  return {
    method: method.toUpperCase(),
    url: `{{baseUrl}}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    header: [...header, ...pairs('header')],
    ...(payload === undefined ? {} : { body: isForm ? toForm(payload) : { mode: 'raw', raw: toJson(payload) } }),
  };
}

function toForm(payload: unknown) {
  const fields = Object.entries(payload as Record<string, unknown>);
  return { mode: 'urlencoded', urlencoded: fields.map(([key, value]) => ({ key, value: toText(value) })) };
}

/** Replaces the expressions of a text by variables. */
function toText(value: unknown): string {
  if (isExpression(value)) return `{{${variableOf(value)}}}`;
  return String(value).replace(/\{(\$[^}]+)\}/g, (_, expression: string) => `{{${variableOf(expression)}}}`);
}

/** Renders JSON in which variables, themselves JSON, replace whole expressions. */
function toJson(value: unknown): string {
  if (isExpression(value)) return `{{${variableOf(value)}.json}}`;
  if (typeof value === 'string') return JSON.stringify(toText(value));
  if (Array.isArray(value)) return `[${value.map(toJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, child]) => `${JSON.stringify(name)}: ${toJson(child)}`);
  return `{ ${members.join(', ')} }`;
}

function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('$');
}

function variableOf(expression: string): string {
  if (/^\$(inputs\.[\w-]+|steps\.[\w-]+\.outputs\.[\w-]+)$/.test(expression)) return expression.slice(1);
  throw new Error(`A Postman collection has no variable for ${expression}`);
}

/** The beginning of every test script. Text is compared without case; a pointer to nothing is null. */
const PRELUDE = [
  'const body = pm.response.text() === "" ? undefined : pm.response.json();',
  'const unescapeToken = (token) => token.replaceAll("~1", "/").replaceAll("~0", "~");',
  'const at = (pointer) => pointer.split("/").slice(1).reduce((found, token) => found?.[unescapeToken(token)], body) ?? null;',
  'const kept = (name) => JSON.parse(pm.collectionVariables.get(name + ".json"));',
  'const fold = (value) => (typeof value === "string" ? value.toLowerCase() : value);',
  'const keep = (name, value) => {',
  '  pm.collectionVariables.set(name, String(value));',
  '  pm.collectionVariables.set(name + ".json", JSON.stringify(value));',
  '};',
];

function buildTests({ stepId, successCriteria = [], outputs = {} }: EmittedStep): string[] {
  const tests = successCriteria.map(({ condition }) => {
    return `pm.test(${JSON.stringify(condition)}, () => pm.expect(${toScript(condition)}).to.equal(true));`;
  });
  const kept = Object.entries(outputs).map(([name, expression]) => {
    return `keep(${JSON.stringify(`steps.${stepId}.outputs.${name}`)}, ${operandToScript(expression)});`;
  });
  return [...PRELUDE, ...tests, ...kept];
}

/** Renders a simple condition as JavaScript; numbers, `true`, `null`, `<`, `&&` and `||` are the same in both. */
function toScript(condition: string): string {
  return condition.replace(/'(?:[^']|'')*'|\$[^\s=!<>&|]+|[=!]=/g, (token) => {
    if (token === '==' || token === '!=') return `${token}=`;
    if (token.startsWith('$')) return `fold(${operandToScript(token)})`;
    return `fold(${JSON.stringify(token.slice(1, -1).replaceAll("''", "'"))})`;
  });
}

function operandToScript(expression: string): string {
  if (expression === '$statusCode') return 'pm.response.code';
  const [, pointer] = /^\$response\.body#(\/.*)$/.exec(expression) ?? [];
  return pointer === undefined ? `kept(${JSON.stringify(variableOf(expression))})` : `at(${JSON.stringify(pointer)})`;
}
