import type { AccountReader } from '../../model/account.ts';
import type { Account } from '../../model/observed-state.ts';
import type { Api } from '../http/api.ts';
import { endingTogether } from '../ending-together.ts';
import { unexpectedAnswer } from '../http/errors.ts';
import { idOf, objectOf, textOf } from '../json.ts';
import type { Known } from './account-cache.ts';
import { listSequences } from '../list-sequences.ts';
import { observe } from './observe.ts';
import { rereadContacts } from '../reread-contacts.ts';
import { activeMembers, whoIsIn } from '../who-is-in.ts';

/** The port through which everything but `apply` sees an account: it has nothing to write with. */
export function openReader(api: Api, known: Known): AccountReader {
  let account: Promise<Account> | undefined;
  const readAccountOnce = (): Promise<Account> => (account ??= readAccount(api));
  return Object.freeze({
    account: readAccountOnce,
    async observe(request, progress) {
      const account = await readAccountOnce();
      return endingTogether({ api, known }, (reading) => observe({ ...reading, account }, request, progress));
    },
    contacts: (ids, targets, how) =>
      endingTogether({ api, known }, (reading) =>
        rereadContacts(reading.api, reading.known, { ids, targets, ...how }),
      ),
    inWorkflow: (ids, workflow) =>
      endingTogether({ api, known }, (reading) => whoIsIn(reading.api, reading.known, { ids, workflow })),
    members: (workflow) =>
      endingTogether({ api, known }, async (reading) => {
        if (!reading.known.activeLists.has(workflow)) return undefined;
        return new Set((await activeMembers(reading.api, reading.known, workflow)).map(({ id }) => id));
      }),
    sequences: (rep) => listSequences(api, rep),
    now: api.now,
    requests: api.requests,
    quota: api.quota,
  } satisfies AccountReader);
}

async function readAccount(api: Api): Promise<Account> {
  const call = api.call('account-details');
  const body = objectOf((await api.read(call)).body);
  const portalId = Number(idOf(body['portalId']));
  if (!Number.isSafeInteger(portalId)) throw unexpectedAnswer(call, 'no portalId');
  const uiDomain = textOf(body['uiDomain']) ?? 'app.hubspot.com';
  const { daily } = api.quota();
  return {
    portalId,
    timeZone: textOf(body['timeZone']) ?? 'UTC',
    uiDomain,
    contactPage: `https://${uiDomain}/contacts/${portalId}/record/0-1/{id}`,
    ...(daily === undefined ? {} : { requestsPerDay: daily }),
  };
}
