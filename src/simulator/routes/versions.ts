/** The routes that HubSpot has in several versions. */
import { assertNever } from '../../model/failure.ts';
import type { RouteVersion, SimulatorRoute } from './route.ts';
import type { Variants } from './variants.ts';

/** Every version that the simulator serves. */
const routeVersions: readonly RouteVersion[] = ['2026-09', '2026-03', 'legacy', 'v4', '2026-09-beta'];

/** Returns the routes of one API in every version. `bases` has the beginning of the path in each version. */
export function inVersions(
  bases: Readonly<Partial<Record<RouteVersion, string>>>,
  rows: (base: string) => readonly SimulatorRoute[],
): readonly SimulatorRoute[] {
  return routeVersions.flatMap((version) => {
    const base = bases[version];
    return base === undefined ? [] : rows(base).map((row): SimulatorRoute => ({ ...row, version }));
  });
}

/** Returns the status of a batch read without some objects. Since 2026-09, HubSpot's specification has no 207. */
export function partialStatus(version: RouteVersion | undefined): 200 | 207 {
  return version === '2026-09' ? 200 : 207;
}

/** Returns whether the account has a route. A route without versions always exists. */
export function isReached(
  { version }: SimulatorRoute,
  { apiVersions, workflowApiVersions }: Variants,
): boolean {
  switch (version) {
    case undefined:
      return true;
    case 'v4':
    case '2026-09-beta':
      return workflowApiVersions === 'all' || workflowApiVersions === version;
    case 'legacy':
      return apiVersions !== 'dated';
    case '2026-03':
      return apiVersions !== 'legacy';
    case '2026-09':
      return apiVersions === 'all' || apiVersions === 'dated';
    default:
      return assertNever(version);
  }
}
