import type { ClientCredentials } from '../../core/target.ts';
import type { ArazzoDocument } from '../../harness/host.ts';

type PortableStep = Record<string, unknown>;
type Step = ArazzoDocument['workflows'][number]['steps'][number];

/** The inputs and credentials that another runner needs. */
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
 * Turns a workflow's document into one for other Arazzo runners: tokens are fetched by steps of their own, a poll
 * becomes a call that moves the emulator's clock before a single try, and inputs carry defaults. `x-crosscheck` stays.
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

function portableSteps({ onFailure = [], 'x-crosscheck': extension, ...step }: Step): PortableStep[] {
  const role = step.operationId?.startsWith('$sourceDescriptions.emulator.') ? 'operator' : 'partner';
  const parameters = [AUTHORIZATION[role], ...(step.parameters ?? [])];
  const { poll, effects, emits, ...others } = extension ?? {};
  if (!poll) {
    const kept = {
      ...(onFailure.length > 0 ? { onFailure } : {}),
      ...(extension ? { 'x-crosscheck': extension } : {}),
    };
    return [{ ...step, parameters, ...kept }];
  }
  // Changes of the bank meanwhile are visible to the step with the clock.
  const seen = { ...(effects ? { effects } : {}), ...(emits ? { emits } : {}) };
  return [
    {
      stepId: `${step.stepId}-clock`,
      operationId: '$sourceDescriptions.emulator.advanceClock',
      parameters: [AUTHORIZATION.operator],
      requestBody: { payload: { bySeconds: secondsUntilSeen(poll.deadlineSeconds) } },
      successCriteria: [{ condition: '$statusCode == 200' }],
      ...extensionOf(seen),
    },
    { ...step, parameters, ...extensionOf(others) },
  ];
}

function extensionOf(extension: object): PortableStep {
  return Object.keys(extension).length > 0 ? { 'x-crosscheck': extension } : {};
}

const DAY_SECONDS = 86_400;
const HALF_AN_HOUR_SECONDS = 1_800;

/**
 * Returns the seconds until a poll has its result on the emulator: at most half an hour, even if a real bank may take
 * days.
 */
function secondsUntilSeen(deadlineSeconds: number): number {
  return deadlineSeconds > DAY_SECONDS ? HALF_AN_HOUR_SECONDS : deadlineSeconds;
}

function typeOf(value: unknown): string {
  return typeof value === 'object' ? 'object' : typeof value;
}
