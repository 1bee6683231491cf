import { normalizeEmail } from '../../model/email.ts';
import type { EnrolledBy, Enrollment, ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import { type Api, readAll } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, type Json, momentOf, objectOf, objectsOf, textOf } from '../http/response.ts';
import type { ContactBook, ContactRecord } from './contacts.ts';
import { type GuideContact, readGuideEnrollments, type SequenceEnrollments } from './guide-enrollments.ts';
import { type LatestEnrollment, needsEnrollment, type Properties, sequenceState } from './sequence-state.ts';

/** Which enrollments to read in addition to the properties of the contacts. */
export interface EnrollmentScope {
  /** Whether to read sequence enrollments. */
  readonly sequences: boolean;
  /**
   * `guide` only: read an enrollment even if the contact's properties show its only one, since properties lag. Costs one
   * request for each enrollment; for the read just before a write.
   */
  readonly exact?: boolean;
  /** Contacts enrolled so recently that their properties may not show it. Their enrollment itself is read. */
  readonly verify?: ReadonlySet<ContactId>;
  /** Contacts whose sequence enrollment is read to find the user that enrolled them. */
  readonly enrolledBy?: ReadonlySet<ContactId>;
  /** Contacts whose workflows are read, with one request for each contact. */
  readonly workflowsOf: ReadonlySet<ContactId>;
  /** The workflows to return for `workflowsOf`: flow ids by v2 id. */
  readonly flowIds: ReadonlyMap<string, TargetId>;
  /** Workflow enrollments already read from lists. */
  readonly listed: ReadonlyMap<ContactId, readonly Enrollment[]>;
  /** Workflows of which `listed` has all current members. */
  readonly listedFlows?: readonly TargetId[];
}

/** Returns every contact of the book with its enrollments, in either dialect. */
export async function readContactEnrollments(
  api: Api,
  book: ContactBook,
  { scope, done }: { readonly scope: EnrollmentScope; readonly done: (count: number) => void },
): Promise<ReadonlyMap<ContactId, ObservedContact>> {
  const sequences = await readSequenceEnrollments(api, book, { scope, done });
  const ids = [...book.records.keys()].filter((id) => scope.workflowsOf.has(id));
  const workflows = new Map(
    await readAll(ids, async (id) => {
      const found = await readWorkflowEnrollments(api, id, scope.flowIds);
      done(1);
      return [id, found] as const;
    }),
  );
  const { listedFlows = [] } = scope;
  const read = [...new Set([...scope.flowIds.values(), ...listedFlows])];
  return new Map(
    [...book.records].map(([id, { contact }]) => {
      const { enrollments = [], unreadable } = sequences.get(id) ?? {};
      const own = workflows.get(id);
      const inWorkflows = mergeWorkflowEnrollments(own ?? [], scope.listed.get(id) ?? []);
      const workflowsRead = own ? read : listedFlows;
      return [
        id,
        {
          ...contact,
          enrollments: joined(enrollments, inWorkflows),
          ...(unreadable === undefined ? {} : { unreadable }),
          ...(workflowsRead.length === 0 ? {} : { workflowsRead }),
        },
      ];
    }),
  );
}

/** Returns both lists as one; without an item, the same list for all contacts, because a plan can hold a million of them. */
function joined(one: readonly Enrollment[], other: readonly Enrollment[]): readonly Enrollment[] {
  return one.length + other.length === 0 ? none : [...one, ...other];
}

const none: readonly never[] = [];

/** Combines enrollments read from the contact and from lists. Prefers lists, which also have the start. */
function mergeWorkflowEnrollments(
  own: readonly Enrollment[],
  listed: readonly Enrollment[],
): readonly Enrollment[] {
  const inList = new Set(listed.map(({ targetId }) => targetId));
  return [...own.filter(({ targetId }) => !inList.has(targetId)), ...listed];
}

async function readSequenceEnrollments(
  api: Api,
  { records }: ContactBook,
  { scope, done }: { readonly scope: EnrollmentScope; readonly done: (count: number) => void },
): Promise<ReadonlyMap<ContactId, SequenceEnrollments>> {
  if (api.dialect === 'guide') {
    if (!scope.sequences) return new Map();
    const contacts = new Map([...records].map(([id, record]) => [id, guideContact(record, scope)]));
    return readGuideEnrollments(api, contacts, done);
  }
  const incomplete = [...records].filter(
    ([id, { properties }]) =>
      scope.sequences &&
      (needsEnrollment(properties) || scope.verify?.has(id) || needsEnrolledBy(id, properties, scope)),
  );
  const latest = new Map(
    await readAll(incomplete, async ([id]) => {
      const found = await readLatestEnrollment(api, id);
      done(1);
      return [id, found] as const;
    }),
  );
  return new Map([...records].map(([id, record]) => [id, latestEnrollments(record, latest.get(id))]));
}

/** Returns whether to read who enrolled a contact. A contact that was never enrolled has no enrollment to read. */
function needsEnrolledBy(id: ContactId, properties: Properties, { enrolledBy }: EnrollmentScope): boolean {
  return enrolledBy?.has(id) === true && Boolean(properties['hs_latest_sequence_enrolled']);
}

function guideContact({ contact, properties }: ContactRecord, scope: EnrollmentScope): GuideContact {
  const { exact, verify, enrolledBy } = scope;
  const isWanted = exact === true || verify?.has(contact.id) || enrolledBy?.has(contact.id);
  if (isWanted || contact.sequenceCount !== 1 || needsEnrollment(properties)) return contact;
  const state = sequenceState(properties, contact);
  return 'enrollment' in state && state.enrollment
    ? { ...contact, onlyEnrollment: state.enrollment }
    : contact;
}

function latestEnrollments(
  { contact, properties }: ContactRecord,
  latest: Awaited<ReturnType<typeof readLatestEnrollment>>,
): SequenceEnrollments {
  const state = sequenceState(properties, contact, latest);
  if ('unreadable' in state) return { enrollments: [], unreadable: state.unreadable };
  return { enrollments: state.enrollment ? [state.enrollment] : [] };
}

/**
 * Reads the contact's latest sequence enrollment. For a contact never enrolled HubSpot may return 404, or 200 with an
 * empty body. It may still return an ended enrollment, so the response does not show the state.
 */
async function readLatestEnrollment(api: Api, contactId: ContactId): Promise<LatestEnrollment | undefined> {
  const request = api.request('contact-enrollment', { params: { contactId } });
  const response = await api.read(request, [404]);
  const [body = objectOf(response.body)] = objectsOf(response.body);
  const sequenceId = idOf(body['sequenceId']);
  if (sequenceId === undefined && Object.keys(body).length > 0) {
    throw unexpectedResponse(request, 'an enrollment without a sequence id');
  }
  if (sequenceId === undefined) return undefined;
  const id = idOf(body['id']);
  const enrolledAt = momentOf(body['enrolledAt']);
  const enrolledBy = enrolledByFrom(body);
  return {
    sequenceId,
    ...(id === undefined ? {} : { id }),
    ...(enrolledAt === undefined ? {} : { enrolledAt }),
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
  };
}

/** Returns the user id and email of the user that enrolled the contact; what the body lacks is absent. */
function enrolledByFrom(body: Json): EnrolledBy | undefined {
  const userId = idOf(body['enrolledBy']);
  const email = textOf(body['enrolledByEmail']);
  if (userId === undefined && email === undefined) return undefined;
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(email === undefined ? {} : { email: normalizeEmail(email) }),
  };
}

/**
 * Reads the workflows that a contact is in now, limited to those in `flowIds` (flow ids by v2 id). HubSpot returns an
 * array or, undocumented, one object; 404 means none.
 */
export async function readWorkflowEnrollments(
  api: Api,
  contactId: ContactId,
  flowIds: ReadonlyMap<string, TargetId>,
): Promise<readonly Enrollment[]> {
  const request = api.request('contact-workflows', { params: { contactId } });
  const response = await api.read(request, [404]);
  const object = objectOf(response.body);
  const found = Array.isArray(response.body)
    ? objectsOf(response.body)
    : Object.keys(object).length > 0
      ? [object]
      : [];
  return found.flatMap((workflow) => {
    const workflowId = idOf(workflow['id']) ?? idOf(workflow['workflowId']);
    if (workflowId === undefined) throw unexpectedResponse(request, 'a workflow without an id');
    const targetId = flowIds.get(workflowId);
    return targetId === undefined ? [] : [{ kind: 'workflow', targetId, state: 'active' }];
  });
}
