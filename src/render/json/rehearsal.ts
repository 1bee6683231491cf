import type { PlanForecast, Rehearsal, RehearsedTarget } from '../../model/results/rehearsal.ts';
import { orderKeys, renderJson } from './entries.ts';

/** Renders a forecast. */
export function renderRehearsalJson(rehearsal: Rehearsal): string {
  return renderJson(rehearsalJson(rehearsal));
}

/** Returns the forecast of a plan, or why there is none. */
export function forecastJson(forecast: PlanForecast): Record<string, unknown> {
  return 'rehearsal' in forecast
    ? { rehearsal: rehearsalJson(forecast.rehearsal) }
    : { problem: forecast.problem };
}

/** Returns a forecast with its keys in the published order. */
function rehearsalJson(rehearsal: Rehearsal): Record<string, unknown> {
  const { days, groups, warnings, detail } = rehearsal;
  return {
    ...orderKeys(documentKeys, rehearsal),
    days: days.map((day) => ({
      ...orderKeys(dayKeys, day),
      applies: day.applies.map((one) => orderKeys(['mode', 'exitCode', 'reason'], one)),
      senders: day.senders.map((one) => orderKeys(['sender', 'emails', 'enrollments', 'limit'], one)),
      targets: day.targets.map(({ target, enrollments, emails }) => ({
        target: targetJson(target),
        enrollments,
        emails,
      })),
    })),
    groups: groups.map((group) => ({ ...orderKeys(groupKeys, group), target: targetJson(group.target) })),
    warnings: warnings.map((one) => orderKeys(['code', 'message', 'help', 'days', 'contacts'], one)),
    ...(detail
      ? {
          detail: {
            day: detail.day,
            events: detail.events.map((event) => ({
              ...orderKeys(['at', 'what', 'contact', 'target', 'sender', 'step'], event),
              target: targetJson(event.target),
            })),
          },
        }
      : {}),
  };
}

const documentKeys = [
  'formatVersion',
  'portalId',
  'timeZone',
  'account',
  'from',
  'to',
  'at',
  'settings',
  'summary',
  'days',
  'groups',
  'warnings',
  'knows',
  'assumes',
  'detail',
];
const dayKeys = [
  'day',
  'weekday',
  'freeze',
  'applies',
  'enrollments',
  'turns',
  'emails',
  'replies',
  'optOuts',
  'finished',
  'otherEnds',
  'waiting',
  'senders',
  'targets',
];
const groupKeys = [
  'target',
  'declaredIn',
  'contacts',
  'reached',
  'waiting',
  'blocked',
  'unknown',
  'lastReached',
  'complete',
  'expected',
];

function targetJson(target: RehearsedTarget): Record<string, unknown> {
  return orderKeys(['kind', 'key', 'id', 'name'], target);
}
