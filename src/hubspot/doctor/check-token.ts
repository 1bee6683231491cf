import type { Portal } from '../../model/desired-state.ts';
import type { Check } from '../../model/results/examination.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import { okCheck, warningCheck } from './check-results.ts';

/** The first day on which HubSpot no longer supports legacy private apps. Source: HubSpot's changelog. */
const legacyAppsEnd = '2027-09-01';

/** Leaves half a year to replace a token. */
const warningPeriod = 180 * 24 * 60 * 60 * 1000;

/**
 * Returns the kind of the token. HubSpot publishes no prefix and no route that distinguishes the kinds, so the only
 * evidence is a refusal that names it. `refusals` are the messages of refused requests.
 */
export function checkToken(
  refusals: readonly string[],
  now: Instant,
  portal: Portal | undefined,
): readonly Check[] {
  if (portal === 'simulated') return [];
  const area = 'token';
  if (refusals.some((message) => /\bservice keys?\b/iu.test(message))) {
    const message = 'The token is a service key: a refusal by HubSpot names it';
    return [okCheck({ area, code: 'token-kind', message })];
  }
  const message =
    'HubSpot does not show whether the token is a service key, that of a project app, or that of a legacy private app, which HubSpot supports until September 2027';
  if (addMilliseconds(now, warningPeriod).slice(0, 10) < legacyAppsEnd)
    return [okCheck({ area, code: 'token-kind', message })];
  return [warningCheck({ area, code: 'token-may-end', message }, legacyHelp)];
}

const legacyHelp =
  'If HubSpot lists the token under Development > Legacy apps, replace it: create a service key with the same scopes (Development > Keys > Service keys).';
