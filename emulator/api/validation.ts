import type { ErrorObject, ValidateFunction } from 'ajv';
import { validators as parameterValidators } from '../../generated/validators/parameters.js';
import { validators as bodyValidators } from '../../generated/validators/requests.js';

/** The parameters of a request by location; header names are lower case. */
export interface Parameters {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
}

/** Checks parameters and body against the contract; returns a message for each problem. Coerces the query in place. */
export function checkRequest(operationId: string, parameters: Parameters, body: unknown): string[] {
  const problems = problemsOf(parameterValidators[operationId], parameters);
  const validateBody = bodyValidators[operationId];
  return validateBody ? [...problems, ...problemsOf(validateBody, body ?? null)] : problems;
}

function problemsOf(validate: ValidateFunction | undefined, value: unknown): string[] {
  if (!validate || validate(value)) return [];
  return [...new Set((validate.errors ?? []).map(describeProblem))];
}

/**
 * Describes a problem. Names the field by a Pascal-case dotted path, as the bank does (G-INTEG); never repeats a
 * value.
 */
function describeProblem({ instancePath, keyword, params, message }: ErrorObject): string {
  const missing = typeof params.missingProperty === 'string' ? `/${params.missingProperty}` : '';
  const extra = typeof params.additionalProperty === 'string' ? `/${params.additionalProperty}` : '';
  const field = `${instancePath}${missing}${extra}`.replace(/^\/(path|query|header)\//, '/');
  const name = field.split('/').filter(Boolean).map(pascalCase).join('.') || 'Body';
  if (keyword === 'required') return `${name} required`;
  if (keyword === 'additionalProperties') return `${name} is not a field of this request`;
  if (keyword === 'enum') return `${name} must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  return `${name} ${message ?? 'is not valid'}`;
}

function pascalCase(token: string): string {
  return token.replace(/(^|-)\w/g, (start) => start.toUpperCase());
}
