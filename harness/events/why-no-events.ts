import { isLoopbackHost } from '../../core/loopback.ts';
import type { Target } from '../../core/target.ts';

/** Describes why a target sends no events, with the environment variables to set. */
export function describeWhyNoEvents({ baseUrl, operator }: Target): string {
  if (operator)
    return 'needs COS_EVENTS=poll, because an emulator on another machine cannot reach this one, or COS_EVENTS=receive with an address that leads here';
  if (isLoopbackHost(new URL(baseUrl).hostname))
    return "needs the operator's credentials in the environment (COS_OPERATOR_CLIENT_ID and COS_OPERATOR_CLIENT_SECRET, as `crosscheck emulator` prints them), or COS_EVENTS=poll";
  return 'needs COS_EVENTS=poll, or COS_EVENTS=receive with COS_CALLBACK_URL and COS_CALLBACK_PORT, whichever the bank allows';
}
