import type { ClientCredentials } from '../../core/target.ts';
import type { ArazzoDocument } from '../../harness/index.ts';

type PortableStep = Record<string, unknown>;
type Step = ArazzoDocument['workflows'][number]['steps'][number];

/** What a runner that is not ours has to be told: inputs, and whom to call as. */
export interface PortableOptions {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly audience: string;
  readonly partner: ClientCredentials;
  readonly operator: ClientCredentials;
}

const AUTHORIZATION = {
  partner: { name: 'Authorization', in: 'header', value: 'Bearer {$steps.partner-token.outputs.access_token}' },
  operator: { name: 'Authorization', in: 'header', value: 'Bearer {$steps.operator-token.outputs.access_token}' },
} as const;

/**
 * Turns a workflow's document into one for other Arazzo runners: tokens are fetched by steps of their own, a poll becomes a
 * call that moves the emulator's clock before a single try, and inputs carry defaults. `x-crosscheck` stays.
 */
export function buildPortableDocument(document: ArazzoDocument, options: PortableOptions): Record<string, unknown> {
  const credentials = {
    audience: options.audience,
    partnerClientId: options.partner.clientId,
    partnerClientSecret: options.partner.clientSecret,
    operatorClientId: options.operator.clientId,
    operatorClientSecret: options.operator.clientSecret,
  };
  const inputs = Object.entries({ ...credentials, ...options.inputs });
  return {
    ...document,
    workflows: document.workflows.map((workflow) => ({
      ...workflow,
      inputs: {
        type: 'object',
        properties: Object.fromEntries(inputs.map(([name, value]) => [name, { type: typeOf(value), default: value }])),
      },
      steps: [tokenStep('partner'), tokenStep('operator'), ...workflow.steps.flatMap(portableSteps)],
    })),
  };
}

function tokenStep(role: 'partner' | 'operator'): PortableStep {
  return {
    stepId: `${role}-token`,
    operationId: '$sourceDescriptions.identity.issueToken',
    requestBody: {
      contentType: 'application/x-www-form-urlencoded',
      payload: {
        grant_type: 'client_credentials',
        client_id: `$inputs.${role}ClientId`,
        client_secret: `$inputs.${role}ClientSecret`,
        audience: '$inputs.audience',
      },
    },
    successCriteria: [{ condition: '$statusCode == 200' }],
    outputs: { access_token: '$response.body#/access_token' },
  };
}

function portableSteps({ onFailure, ...step }: Step): PortableStep[] {
  const role = step.operationId.startsWith('$sourceDescriptions.emulator.') ? 'operator' : 'partner';
  const authorized = { ...step, parameters: [AUTHORIZATION[role], ...(step.parameters ?? [])] };
  const [retry] = onFailure ?? [];
  if (!retry || !step['x-crosscheck']?.poll) return [{ ...authorized, ...(retry ? { onFailure } : {}) }];
  return [
    {
      stepId: `${step.stepId}-clock`,
      operationId: '$sourceDescriptions.emulator.advanceClock',
      parameters: [AUTHORIZATION.operator],
      requestBody: { payload: { bySeconds: retry.retryAfter * retry.retryLimit } },
      successCriteria: [{ condition: '$statusCode == 200' }],
    },
    authorized,
  ];
}

function typeOf(value: unknown): string {
  return typeof value === 'object' ? 'object' : typeof value;
}
