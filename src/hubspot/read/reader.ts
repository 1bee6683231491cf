import type { AccountReader, RereadOptions } from '../../model/account.ts';
import type { Account, ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId, TargetIdentity } from '../../model/target.ts';
import { type Api, readAll } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, objectOf, textOf } from '../http/response.ts';
import { type AccountCache, flowIdsByWorkflow, withAbortScope } from './account-cache.ts';
import { readContactEnrollments } from './contact-enrollments.ts';
import { type ContactBook, currentId, emptyBook, readContacts } from './contacts.ts';
import { observe } from './observe.ts';
import { readNamesakes } from './namesakes.ts';
import { listSequences } from './sequences.ts';
import {
  readActiveMembers,
  enrollmentsFromLists,
  prefersList,
  readActiveAmong,
  readListedAmong,
  readWithoutRefusedV2,
} from './workflow-members.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Opens the read port of an account. It has no method that writes. */
export function openReader(api: Api, cache: AccountCache): AccountReader {
  let account: Promise<Account> | undefined;
  const readAccountOnce = (): Promise<Account> => (account ??= readAccount(api));
  return Object.freeze({
    account: readAccountOnce,
    async observe(request, progress) {
      const account = await readAccountOnce();
      return withAbortScope({ api, cache }, (context) => observe({ ...context, account }, request, progress));
    },
    contacts: (ids, targets, options) =>
      readWithoutRefusedV2(cache, () =>
        withAbortScope({ api, cache }, (context) =>
          rereadContacts(context.api, context.cache, { ids, targets, ...options }),
        ),
      ),
    inWorkflow: (ids, workflow) =>
      readWithoutRefusedV2(cache, () =>
        withAbortScope({ api, cache }, (context) =>
          readActiveAmong(context.api, context.cache, { ids, workflow }),
        ),
      ),
    members: (workflow) =>
      withAbortScope({ api, cache }, async (context) => {
        if (!context.cache.activeLists.has(workflow)) return undefined;
        return new Set((await readActiveMembers(context.api, context.cache, workflow)).map(({ id }) => id));
      }),
    namesakes: (names) => readNamesakes(api, names),
    sequences: (rep) => listSequences(api, rep),
    now: api.now,
    requests: api.requestCount,
    quota: api.quota,
  } satisfies AccountReader);
}

async function readAccount(api: Api): Promise<Account> {
  const request = api.request('account-details');
  const body = objectOf((await api.read(request)).body);
  const portalId = Number(idOf(body['portalId']));
  if (!Number.isSafeInteger(portalId)) throw unexpectedResponse(request, 'an account without a portalId');
  const uiDomain = textOf(body['uiDomain']) ?? 'app.hubspot.com';
  const { daily } = api.quota();
  return {
    portalId,
    timeZone: textOf(body['timeZone']) ?? 'UTC',
    uiDomain,
    contactPage: `https://${uiDomain}/contacts/${portalId}/record/0-1/{id}`,
    ...omitUndefined({ requestsPerDay: daily }),
  };
}

/**
 * Reads contacts again, and returns them by the requested ids. Reads workflow enrollments for each contact, or from the
 * list of a workflow's active contacts if that takes fewer requests.
 */
async function rereadContacts(
  api: Api,
  cache: AccountCache,
  options: RereadOptions & {
    readonly ids: readonly ContactId[];
    readonly targets: readonly TargetIdentity[];
  },
): Promise<ReadonlyMap<ContactId, ObservedContact>> {
  const { ids, targets, unenrolling = [] } = options;
  const done = (): void => undefined;
  const book = emptyBook(cache.requiredProperties);
  await readContacts(api, { ids }, { book, done });
  const flows = targets.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : []));
  const inBulk = flows.filter((id) => prefersList(cache, id, ids.length));
  const active = new Map(
    await readAll(inBulk, async (workflow) => {
      const among = { ids: [...book.records.keys()], workflow };
      return [workflow, await readListedAmong(api, cache, among)] as const;
    }),
  );
  const flowIds = await flowIdsByWorkflow(
    cache,
    flows.filter((id) => !inBulk.includes(id)),
  );
  const scope = {
    sequences: targets.some(({ kind }) => kind === 'sequence'),
    exact: true,
    verify: new Set(unenrolling.flatMap((unenrollment) => hiddenFromProperties(book, unenrollment))),
    enrolledBy: new Set(options.enrolledBy === true ? book.records.keys() : []),
    workflowsOf: new Set(flowIds.size > 0 ? book.records.keys() : []),
    flowIds,
    listed: enrollmentsFromLists(active, (id) => currentId(book, id)),
    listedFlows: inBulk,
  };
  const contacts = await readContactEnrollments(api, book, { scope, done });
  return new Map(
    ids.flatMap((id) => {
      const contact = contacts.get(book.aliases.get(id) ?? '');
      return contact ? [[id, contact] as const] : [];
    }),
  );
}

/** Returns the contact if its properties, which lag, do not show it in the sequence to unenroll it from. */
function hiddenFromProperties(
  { aliases, records }: ContactBook,
  { contactId, targetId }: { readonly contactId: ContactId; readonly targetId: TargetId },
): readonly ContactId[] {
  const id = aliases.get(contactId);
  const properties = id === undefined ? undefined : records.get(id)?.properties;
  if (id === undefined || !properties) return [];
  const isShown =
    properties['hs_sequences_is_enrolled'] === 'true' &&
    properties['hs_latest_sequence_enrolled'] === targetId;
  return isShown ? [] : [id];
}
