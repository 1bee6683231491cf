/** Checks every scope that some configuration needs, before there are files that name the needed ones. */
import type { Check } from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { count } from '../../model/text/count.ts';
import { type Api, readAll } from '../http/api.ts';
import type { HubSpotRequest } from '../http/request.ts';
import { anyUserId } from '../read/owners.ts';
import { failedCheck, okCheck, warningCheck } from './check-results.ts';
import { anyContactRequest, undefinedOnFailure } from './check-scopes.ts';

interface ScopeUse {
  readonly scope: string;
  /** What does not work without the scope, as the rest of "Without it, …". */
  readonly without: string;
  /** Every configuration needs the scope. */
  readonly always?: true;
  /** Returns a request that needs the scope. Undefined if the account has no object to try it with. */
  readonly probe: (api: Api, userId: string | undefined) => HubSpotRequest | undefined;
}

/** A scope that cannot be tried, because each of its requests changes the account. */
type WriteScope = Pick<ScopeUse, 'scope' | 'without'>;

const readScopes: readonly ScopeUse[] = [
  {
    scope: 'crm.objects.contacts.read',
    without: 'plan, drift, import and apply stop: they read contacts',
    always: true,
    probe: anyContactRequest,
  },
  {
    scope: 'crm.objects.owners.read',
    without: 'sequences cannot be imported, planned or applied: rollcall does not find their senders',
    probe: (api) => api.request('owners', { query: { limit: 100 } }),
  },
  {
    scope: 'automation.sequences.read',
    without: 'sequences cannot be imported, planned or applied',
    probe: (api, userId) =>
      userId === undefined ? undefined : api.request('sequences', { query: { userId, limit: 1 } }),
  },
  {
    scope: 'automation',
    without:
      'workflows cannot be imported, planned or applied, and no unenroll workflow unenrolls from sequences. To import only sequences: `rollcall import --sequences IDS`',
    probe: (api) => api.request('flows', { query: { limit: 1 } }),
  },
  {
    scope: 'crm.lists.read',
    without: 'HubSpot lists cannot be members, and workflows with `members` cannot be planned or applied',
    probe: (api) => api.request('list', { params: { listId: '1' } }),
  },
  {
    scope: 'crm.schemas.contacts.read',
    without: '`require` and `unenroll: { property: … }` stop a plan',
    probe: (api) => api.request('contact-properties'),
  },
  {
    scope: 'settings.users.read',
    without: 'no plan warns of a sender without a seat. `crm.objects.users.read` is enough, too',
    probe: (api) => api.request('users', { query: { limit: 1 } }),
  },
];

const writeScopes: readonly WriteScope[] = [
  { scope: 'automation.sequences.enrollments.write', without: 'apply enrolls no contact in a sequence' },
  { scope: 'crm.lists.write', without: 'apply changes no workflow with `via`' },
  {
    scope: 'crm.objects.contacts.write',
    without: 'apply unenrolls no contact through `unenroll: { property: … }`',
  },
];

/**
 * Returns one check for each scope that can be tried by reading, and one for the others. Only a scope that every
 * configuration needs is failed if it is missing.
 */
export async function checkEveryScope(api: Api): Promise<readonly Check[]> {
  const userId = await undefinedOnFailure(() => anyUserId(api));
  return [...(await readAll(readScopes, (use) => tryScope(api, use, userId))), writesCheck()];
}

async function tryScope(api: Api, use: ScopeUse, userId: string | undefined): Promise<Check> {
  const { scope, without, always } = use;
  const area = 'scopes';
  const request = use.probe(api, userId);
  if (!request) {
    const message = `${scope} could not be tried: the account shows no user. Without it, ${without}`;
    return warningCheck({ area, code: 'scope-not-tried', message }, notTriedHelp);
  }
  try {
    await api.read(request, [404]);
    return okCheck({ area, code: 'scope', message: `${scope}: granted` });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code !== 'scope-missing') {
      const message = `${scope} could not be tried: ${error.message}`;
      return failedCheck({ area, code: error.code, message }, error.help, error.exitCode);
    }
    const message = `${scope} is missing. Without it, ${without}`;
    const text = { area, code: 'scope-missing', message } as const;
    return always ? failedCheck(text, missingHelp, ExitCode.account) : warningCheck(text, missingHelp);
  }
}

function writesCheck(): Check {
  const list = writeScopes.map(({ scope, without }) => `${scope} (without it, ${without})`);
  const message = `${count(writeScopes.length, 'scope')} cannot be tried without a change: ${list.join('; ')}`;
  return warningCheck({ area: 'scopes', code: 'scope-not-tried', message }, notTriedHelp);
}

const missingHelp =
  'Add the scope to the service key, or to the app of the token, if your files need it. Then run `rollcall doctor` again.';
const notTriedHelp =
  'Check in HubSpot that the service key, or the app of the token, has the scopes that your files need. Without one, apply stops with exit code 4 and sends nothing.';
