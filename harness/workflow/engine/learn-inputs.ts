import { learnValue } from '../../masking/learn-secrets.ts';
import type { SecretValues } from '../../masking/secret-values.ts';
import { isCredentialHeader, isSecret, type MaskedNames } from '../../masking/sensitive-names.ts';
import type { Values } from '../arazzo/expressions.ts';
import { expressionsIn, parseExpression } from '../arazzo/parse-expression.ts';
import type { PlannedStep, PlannedWorkflow } from '../arazzo/plan.ts';

/**
 * Adds the secrets among the inputs of a workflow before any step is reported: by name, by `format: password` and
 * `writeOnly` in their schema, and by their use in secret fields of an operation.
 */
export function learnInputs(secrets: SecretValues, { source, workflow, steps }: PlannedWorkflow, inputs: Values): void {
  learnValue(secrets, inputs);
  learnMarked(secrets, inputs, { schema: workflow.inputs, document: source.document });
  for (const name of steps.flatMap(inputsSentAsSecrets)) secrets.add(inputs[name]);
}

interface Schemas {
  readonly schema: unknown;
  readonly document: unknown;
}

type Schema = Readonly<Record<string, unknown>>;

/** A schema behind so many others is taken for one that is not marked. */
const MOST_STEPS = 50;

function learnMarked(secrets: SecretValues, value: unknown, { schema, document }: Schemas, steps = 0): void {
  if (typeof schema !== 'object' || schema === null || value === undefined || steps > MOST_STEPS) return;
  const { format, writeOnly, $ref, items, additionalProperties, properties = {}, ...others } = schema as Schema;
  if (format === 'password' || writeOnly === true || others['x-sensitive'] === true) secrets.add(value);
  const learn = (child: unknown, of: unknown) => learnMarked(secrets, child, { schema: of, document }, steps + 1);
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = others[keyword];
    if (Array.isArray(parts)) for (const part of parts) learn(value, part);
  }
  for (const keyword of ['if', 'then', 'else']) learn(value, others[keyword]);
  if (typeof $ref === 'string' && $ref.startsWith('#')) learn(value, valueAt(document, $ref));
  if (Array.isArray(value)) for (const item of value) learn(item, items);
  else if (typeof value === 'object' && value !== null)
    for (const [name, child] of Object.entries(value))
      learn(child, Object.hasOwn(properties as Schema, name) ? (properties as Schema)[name] : additionalProperties);
}

function valueAt(document: unknown, reference: string): unknown {
  let value = document;
  for (const token of reference.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    value = isThere ? (value as Schema)[name] : undefined;
  }
  return value;
}

/** Returns the names of the inputs that a step puts where its operation expects a secret. */
function inputsSentAsSecrets({ step, calls, parameters }: PlannedStep): string[] {
  const names = 'operation' in calls ? calls.operation.secretNames : undefined;
  const ofParameters = parameters.filter(
    ({ name, in: place }) =>
      isSecret(name, '', names) || place === 'cookie' || (place === 'header' && isCredentialHeader(name)),
  );
  const ofReplacements = (step.requestBody?.replacements ?? []).filter(({ target }) =>
    target.split('/').some((token) => isSecret(token, '', names)),
  );
  const sent = [...ofParameters, ...ofReplacements].map(({ value }) => value);
  return [...sent.flatMap(inputsIn), ...inputsUnder(step.requestBody?.payload, names)];
}

/** Returns the inputs in the properties of a payload that are secret by their names. */
function inputsUnder(payload: unknown, names: MaskedNames | undefined): string[] {
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).flatMap(([name, child]) =>
    !Array.isArray(payload) && isSecret(name, child, names) ? inputsIn(child) : inputsUnder(child, names),
  );
}

function inputsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(inputsIn);
  if (typeof value !== 'string') return [];
  return expressionsIn(value).flatMap((text) => {
    const expression = parseExpression(text);
    return expression?.kind === 'inputs' ? [expression.name] : [];
  });
}
