/** Finds out which versions of HubSpot's routes the token reaches, by one read request in each. */
import type { ApiVersion, RouteVersions, WorkflowApiVersion } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Check } from '../../model/results/examination.ts';
import { type Api, readAll } from '../http/api.ts';
import { type HubSpotRequest, requestFactory } from '../http/request.ts';
import type { Route } from '../routes.ts';
import { failedCheck, okCheck } from './check-results.ts';

const apiVersions: readonly ApiVersion[] = ['2026-09', '2026-03', 'legacy'];
const workflowApiVersions: readonly WorkflowApiVersion[] = ['v4', '2026-09-beta'];

/** Checks the versions of the files: `apiVersion`, and `workflowApiVersion` if the files use workflow routes. */
export async function checkVersions(
  api: Api,
  chosen: RouteVersions,
  used: readonly Route[],
): Promise<readonly Check[]> {
  return [
    ...(await checkApiVersion(api, chosen)),
    ...(used.some(({ name }) => name === 'flows-batch-read')
      ? await checkWorkflowApiVersion(api, chosen)
      : []),
  ];
}

/** Checks `apiVersion`. Returns no check if no version returned a usable response: another check has the reason. */
export async function checkApiVersion(api: Api, chosen: RouteVersions): Promise<readonly Check[]> {
  const reached = await reachedVersions(api, apiVersions, (apiVersion) =>
    requestFactory({ ...chosen, apiVersion })('account-details'),
  );
  return versionCheck({ key: 'apiVersion', subject: "HubSpot's API", chosen: chosen.apiVersion }, reached);
}

async function checkWorkflowApiVersion(api: Api, chosen: RouteVersions): Promise<readonly Check[]> {
  const reached = await reachedVersions(api, workflowApiVersions, (workflowApiVersion) =>
    requestFactory({ ...chosen, workflowApiVersion })('flows', { query: { limit: 1 } }),
  );
  const subject = 'the workflow routes';
  return versionCheck({ key: 'workflowApiVersion', subject, chosen: chosen.workflowApiVersion }, reached);
}

/** The versions that responded, and those for which HubSpot has no such route. Others are unknown. */
interface Reached {
  readonly reached: readonly string[];
  readonly missing: readonly string[];
}

/** The statuses of a route that does not exist for the token. */
const missingStatuses = [400, 404, 405, 410];

async function reachedVersions<Version extends string>(
  api: Api,
  versions: readonly Version[],
  makeRequest: (version: Version) => HubSpotRequest,
): Promise<Reached> {
  const results = await readAll(versions, async (version) => {
    try {
      const { status } = await api.read(makeRequest(version), missingStatuses);
      return { version, found: missingStatuses.includes(status) ? 'missing' : 'reached' } as const;
    } catch (error) {
      // Other checks report a missing scope and a failed connection.
      if (error instanceof Failure) return { version, found: 'unknown' } as const;
      throw error;
    }
  });
  const those = (wanted: 'reached' | 'missing'): readonly string[] =>
    results.flatMap(({ version, found }) => (found === wanted ? [version] : []));
  return { reached: those('reached'), missing: those('missing') };
}

function versionCheck(
  {
    key,
    subject,
    chosen,
  }: { readonly key: keyof RouteVersions; readonly subject: string; readonly chosen: string },
  { reached, missing }: Reached,
): readonly Check[] {
  const [first] = reached;
  if (first === undefined) return [];
  const area = 'routes';
  const without = missing.length === 0 ? '' : `, not ${missing.join(' and ')}`;
  const text = `The token reaches ${reached.join(', ')} of ${subject}${without}`;
  if (missing.includes(chosen)) {
    const message = `${text}; the files choose ${chosen}`;
    const help = `Set \`${key}: ${first}\` in the file. rollcall never switches versions automatically.`;
    return [failedCheck({ area, code: 'api-version-missing', message }, help, ExitCode.invalidConfiguration)];
  }
  return [okCheck({ area, code: 'api-version', message: `${text}; rollcall uses ${chosen} (\`${key}\`)` })];
}
