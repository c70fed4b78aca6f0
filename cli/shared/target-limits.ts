import type { Limits } from '../../core/limits.ts';
import type { Target } from '../../core/target.ts';
import { loadLimits } from '../../harness/host.ts';

/** Returns a target with the limits of `COS_LIMITS`, overridden by those of `--limit`. */
export function withLimits(target: Target, limits: Partial<Limits>): Target {
  const all = { ...(target.limits ?? loadLimits()), ...limits };
  return Object.keys(all).length === 0 ? target : { ...target, limits: all };
}
