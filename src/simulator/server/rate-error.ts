import type { Policy } from './rate-limits.ts';

/** The body of a 429. */
export function rateError(policyName: Policy): Readonly<Record<string, string>> {
  return {
    status: 'error',
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    correlationId: '00000000-0000-4000-8000-000000000429',
    policyName,
  };
}
