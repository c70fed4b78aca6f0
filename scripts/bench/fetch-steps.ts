import { type EmittedStep, type EmittedWorkflow, operationOf, parametersIn, readPointer } from './emitted-workflow.ts';

/** Inputs and outputs, by the expression that refers to them. */
type Values = Map<string, unknown>;

/**
 * Sends the emitted requests in order by plain fetch, with the values that they pass on: the baseline of the runners.
 * It checks the status code only. Returns the number of requests; throws at a status that the step does not expect.
 */
export async function runByFetch(workflow: EmittedWorkflow, baseUrl: string): Promise<number> {
  const values: Values = new Map();
  for (const [name, schema] of Object.entries(workflow.inputs?.properties ?? {})) {
    values.set(`$inputs.${name}`, schema.default);
  }
  for (const step of workflow.steps) {
    const { statusCode, body } = await send(step, baseUrl, values);
    const wanted = step.successCriteria?.find(({ condition }) => condition.startsWith('$statusCode == '))?.condition;
    if (wanted !== `$statusCode == ${statusCode}`) throw new Error(`${step.stepId}: ${statusCode}, wanted ${wanted}`);
    for (const [name, expression] of Object.entries(step.outputs ?? {})) {
      values.set(`$steps.${step.stepId}.outputs.${name}`, readOutput(expression, body));
    }
  }
  return workflow.steps.length;
}

function resolve(value: unknown, values: Values): unknown {
  if (typeof value === 'string') {
    if (value.startsWith('$')) return lookUp(value, values);
    return value.replace(/\{(\$[^}]+)\}/g, (_, expression: string) => String(lookUp(expression, values)));
  }
  if (Array.isArray(value)) return value.map((child) => resolve(child, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, resolve(child, values)]));
}

function lookUp(expression: string, values: Values): unknown {
  const [name = '', pointer] = expression.split('#');
  if (!values.has(name)) throw new Error(`Plain fetch cannot resolve ${expression}`);
  return pointer === undefined ? values.get(name) : readPointer(values.get(name), pointer);
}

function readOutput(expression: string, body: unknown): unknown {
  const [source, pointer] = expression.split('#');
  if (source !== '$response.body' || pointer === undefined) throw new Error(`Plain fetch cannot read ${expression}`);
  return readPointer(body, pointer);
}

async function send(
  step: EmittedStep,
  baseUrl: string,
  values: Values,
): Promise<{ statusCode: number; body: unknown }> {
  const { method, path, requestContentType = '' } = operationOf(step);
  const inPlace = (where: string) =>
    parametersIn(step, where).map(([name, value]) => [name, String(resolve(value, values))]);
  const [inPath, query] = [new Map(inPlace('path') as [string, string][]), new URLSearchParams(inPlace('query'))];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath.get(name) ?? ''));
  const payload = resolve(step.requestBody?.payload, values);
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
