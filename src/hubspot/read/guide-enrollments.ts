/** Sequence enrollments in the guide dialect: a contact's associations with sequences, and the enrollment of each. */
import type { Enrollment } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';
import { allPages, type Api, readAll, batchesOf, batchResults } from '../http/api.ts';
import { idOf, type Json, momentOf, nextCursor, objectOf, objectsOf, textOf } from '../http/response.ts';
import { earlyEndReason, type Reachability } from './sequence-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The sequence enrollments of one contact. `unreadable` is why one of them could not be understood. */
export interface SequenceEnrollments {
  readonly enrollments: readonly Enrollment[];
  readonly unreadable?: string;
}

export interface GuideContact extends Reachability {
  /** The only enrollment that the contact ever had, if its properties show it completely. */
  readonly onlyEnrollment?: Enrollment;
}

/** HubSpot's maximum for one batch read of associations. */
const batchSize = 1_000;
const pageSize = 500;

/**
 * Reads all sequence enrollments of the contacts, current and ended. HubSpot has no batch read of enrollments, so each
 * costs one request. A contact with one association and an `onlyEnrollment` costs none.
 */
export async function readGuideEnrollments(
  api: Api,
  contacts: ReadonlyMap<ContactId, GuideContact>,
  done: (count: number) => void,
): Promise<ReadonlyMap<ContactId, SequenceEnrollments>> {
  const links = await associations(api, [...contacts.keys()]);
  const counts = new Map<ContactId, number>();
  for (const { contactId } of links) counts.set(contactId, (counts.get(contactId) ?? 0) + 1);
  const details = await readAll(links, async ({ contactId, enrollmentId }) => {
    const contact = contacts.get(contactId) ?? { optedOut: false, bounced: false };
    if (contact.onlyEnrollment && counts.get(contactId) === 1)
      return { enrollment: { ...contact.onlyEnrollment, id: enrollmentId } };
    const params = { contactId, enrollmentId };
    const response = await api.read(api.request('guide-enrollment', { params }), [404]);
    done(1);
    return response.status === 404 ? {} : enrollmentOf(objectOf(response.body), enrollmentId, contact);
  });
  const found = new Map<ContactId, { enrollments: Enrollment[]; unreadable?: string }>();
  for (const [index, { contactId }] of links.entries()) {
    const entry = found.get(contactId) ?? { enrollments: [] };
    const detail = details[index];
    if (detail?.enrollment) entry.enrollments.push(detail.enrollment);
    if (detail?.unreadable !== undefined) entry.unreadable = detail.unreadable;
    found.set(contactId, entry);
  }
  return found;
}

interface EnrollmentLink {
  readonly contactId: ContactId;
  readonly enrollmentId: string;
}

async function associations(api: Api, ids: readonly ContactId[]): Promise<readonly EnrollmentLink[]> {
  const read = await readAll(batchesOf(ids, batchSize), async (batch) => {
    const [only] = batch;
    if (only !== undefined && batch.length === 1) return associationPages(api, only);
    const body = { inputs: batch.map((id) => ({ id })) };
    const request = api.request('guide-sequences-batch-read', { body });
    const results = batchResults(request, await api.read(request));
    return (await readAll(results, (result) => linksOf(api, result))).flat();
  });
  return read.flat();
}

async function linksOf(api: Api, result: Json): Promise<readonly EnrollmentLink[]> {
  const contactId = idOf(objectOf(result['from'])['id']);
  if (contactId === undefined) return [];
  // The batch read returns only the first page of each contact's associations.
  if (nextCursor(result) !== undefined) return associationPages(api, contactId);
  return objectsOf(result['to']).flatMap((to) => linkTo(contactId, to['toObjectId']));
}

async function associationPages(api: Api, contactId: ContactId): Promise<readonly EnrollmentLink[]> {
  const links: EnrollmentLink[] = [];
  const params = { contactId };
  const pages = allPages(
    api,
    (after) => api.request('guide-contact-sequences', { params, query: { limit: pageSize, after } }),
    [404],
  );
  for await (const results of pages) {
    links.push(...results.flatMap((result) => linkTo(contactId, result['id'])));
  }
  return links;
}

function linkTo(contactId: ContactId, id: unknown): readonly EnrollmentLink[] {
  const enrollmentId = idOf(id);
  return enrollmentId === undefined ? [] : [{ contactId, enrollmentId }];
}

function enrollmentOf(
  body: Json,
  id: string,
  contact: Reachability,
): { readonly enrollment?: Enrollment; readonly unreadable?: string } {
  const targetId = idOf(body['sequenceId']);
  const status = textOf(body['status'])?.toUpperCase();
  if (targetId === undefined) return { unreadable: `enrollment ${id} names no sequence` };
  const enrolledAt = momentOf(body['enrolledAt']);
  const endedAt = momentOf(body['endedAt']);
  const userId = idOf(body['userId']);
  const base = {
    kind: 'sequence',
    targetId,
    id,
    ...omitUndefined({ enrolledAt }),
    ...(userId === undefined ? {} : { enrolledBy: { userId } }),
  } as const;
  if (status === 'ACTIVE' && endedAt !== undefined) {
    return { unreadable: `enrollment ${id} is active but has the end date ${endedAt}` };
  }
  if (status === 'ACTIVE') return { enrollment: { ...base, state: 'active' } };
  if (status !== 'FINISHED' && status !== 'UNENROLLED') {
    return { unreadable: `enrollment ${id} has the unknown status ${status ?? '(none)'}` };
  }
  const endReason = status === 'FINISHED' ? 'finished' : earlyEndReason(contact);
  return { enrollment: { ...base, state: 'ended', ...omitUndefined({ endedAt }), how: endReason } };
}
