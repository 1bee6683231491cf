/** The routes that HubSpot has in several versions. */
import type { RouteVersion, SimulatorRoute } from './route.ts';

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
