import type { AccountReader, RereadOptions } from '../../model/account.ts';
import type { Account, ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId, TargetIdentity } from '../../model/target.ts';
import { type Api, askAll } from '../http/api.ts';
import { unexpectedAnswer } from '../http/errors.ts';
import { idOf, objectOf, textOf } from '../http/response.ts';
import { endingTogether, type Known } from './account-cache.ts';
import { seeContacts } from './contact-enrollments.ts';
import { type ContactBook, emptyBook, readContacts } from './contacts.ts';
import { observe } from './observe.ts';
import { listSequences } from './sequences.ts';
import { flowIdsByWorkflow } from './targets.ts';
import { activeMembers, enrollmentsListed, isListShorter, whoIsIn } from './workflow-members.ts';

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

/**
 * Reads contacts again, by the ids given. Workflow enrollments are read contact by contact, or from
 * the list of a workflow's active contacts where that takes fewer calls.
 */
async function rereadContacts(
  api: Api,
  known: Known,
  asked: RereadOptions & {
    readonly ids: readonly ContactId[];
    readonly targets: readonly TargetIdentity[];
  },
): Promise<ReadonlyMap<ContactId, ObservedContact>> {
  const { ids, targets, leaving = [] } = asked;
  const done = (): void => undefined;
  const book = emptyBook();
  await readContacts(api, { ids }, { book, done });
  const flows = targets.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : []));
  const inBulk = flows.filter((id) => isListShorter(known, id, ids.length));
  const active = new Map(
    await askAll(inBulk, async (id) => [id, await activeMembers(api, known, id)] as const),
  );
  const flowIds = await flowIdsByWorkflow(
    known,
    flows.filter((id) => !inBulk.includes(id)),
  );
  const sight = {
    sequences: targets.some(({ kind }) => kind === 'sequence'),
    exact: true,
    verify: new Set(leaving.flatMap((one) => notShownIn(book, one))),
    enrolledBy: new Set(asked.enrolledBy === true ? book.records.keys() : []),
    workflowsOf: new Set(flowIds.size > 0 ? book.records.keys() : []),
    flowIds,
    listed: enrollmentsListed(active, (id) => book.aliases.get(id) ?? id),
    listedFlows: inBulk,
  };
  const seen = await seeContacts(api, book, { sight, done });
  return new Map(
    ids.flatMap((id) => {
      const contact = seen.get(book.aliases.get(id) ?? '');
      return contact ? [[id, contact] as const] : [];
    }),
  );
}

/** The contact, when its properties do not show it in the sequence that it is to leave: they may lag. */
function notShownIn(
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
