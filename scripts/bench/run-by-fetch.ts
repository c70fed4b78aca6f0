import {
  type Effort,
  type EmittedStep,
  operationOf,
  parametersIn,
  readEmitted,
  readPointer,
} from './emitted-workflow.ts';

/**
 * The yardstick of the runners, as a process of its own: the emitted requests in order by plain fetch, with the values that
 * they carry forward. It looks at the status code and at nothing else. Argument: the bank's address. Prints its effort.
 */
const [, , baseUrl = ''] = process.argv;
const { workflow } = readEmitted();
/** Inputs and outputs, by the expression that refers to them. */
const values = new Map<string, unknown>();

function resolve(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.startsWith('$')) return lookUp(value);
    return value.replace(/\{(\$[^}]+)\}/g, (_, expression: string) => String(lookUp(expression)));
  }
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, resolve(child)]));
}

function lookUp(expression: string): unknown {
  const [name = '', pointer] = expression.split('#');
  if (!values.has(name)) throw new Error(`Plain fetch can not resolve ${expression}`);
  return pointer === undefined ? values.get(name) : readPointer(values.get(name), pointer);
}

function readOutput(expression: string, body: unknown): unknown {
  const [source, pointer] = expression.split('#');
  if (source !== '$response.body' || pointer === undefined) throw new Error(`Plain fetch can not read ${expression}`);
  return readPointer(body, pointer);
}

async function send(step: EmittedStep): Promise<{ statusCode: number; body: unknown }> {
  const { method, path, requestContentType = '' } = operationOf(step);
  const inPlace = (where: string) => parametersIn(step, where).map(([name, value]) => [name, String(resolve(value))]);
  const [inPath, query] = [new Map(inPlace('path') as [string, string][]), new URLSearchParams(inPlace('query'))];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath.get(name) ?? ''));
  const payload = resolve(step.requestBody?.payload);
  const isForm = requestContentType === 'application/x-www-form-urlencoded';
  const answer = await fetch(`${baseUrl}${filled}${query.size > 0 ? `?${query}` : ''}`, {
    method: method.toUpperCase(),
    headers: {
      ...(payload === undefined ? {} : { 'content-type': requestContentType }),
      ...Object.fromEntries(inPlace('header')),
    },
    ...(payload === undefined
      ? {}
      : { body: isForm ? new URLSearchParams(payload as Record<string, string>) : JSON.stringify(payload) }),
  });
  const text = await answer.text();
  return { statusCode: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

for (const [name, schema] of Object.entries(workflow.inputs?.properties ?? {})) {
  values.set(`$inputs.${name}`, schema.default);
}
for (const step of workflow.steps) {
  const { statusCode, body } = await send(step);
  const wanted = step.successCriteria?.find(({ condition }) => condition.startsWith('$statusCode == '))?.condition;
  if (wanted !== `$statusCode == ${statusCode}`) throw new Error(`${step.stepId}: ${statusCode}, wanted ${wanted}`);
  for (const [name, expression] of Object.entries(step.outputs ?? {})) {
    values.set(`$steps.${step.stepId}.outputs.${name}`, readOutput(expression, body));
  }
}
const requests = workflow.steps.length;
const effort: Effort = { requests, checks: `${requests} status codes` };
console.log(JSON.stringify(effort));
