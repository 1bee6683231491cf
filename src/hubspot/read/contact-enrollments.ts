import { normalizeEmail } from '../../model/email.ts';
import type { EnrolledBy, Enrollment, ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import { type Api, readAll } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, type Json, momentOf, objectOf, objectsOf, textOf } from '../http/response.ts';
import type { ContactBook, ContactRecord } from './contacts.ts';
import { type GuideContact, readGuideEnrollments, type SequenceEnrollments } from './guide-enrollments.ts';
import { type LatestEnrollment, needsEnrollment, type Properties, sequenceState } from './sequence-state.ts';

/** Which enrollments have to be asked for beside what the contacts themselves show. */
export interface EnrollmentScope {
  /** Whether any sequence is of interest. */
  readonly sequences: boolean;
  /**
   * `guide`: ask for an enrollment even where the contact's properties show its only one. They may lag,
   * and each question is a call: for reading again just before writing.
   */
  readonly exact?: boolean;
  /** Contacts enrolled so recently that their properties may not show it: the enrollment itself is read. */
  readonly verify?: ReadonlySet<ContactId>;
  /** Contacts whose sequence enrollment is read with who made it. */
  readonly enrolledBy?: ReadonlySet<ContactId>;
  /** Contacts whose workflows are read one by one. */
  readonly workflowsOf: ReadonlySet<ContactId>;
  /** The workflows of interest there: v2 id to flow id. */
  readonly flowIds: ReadonlyMap<string, TargetId>;
  /** Workflow enrollments known otherwise. */
  readonly listed: ReadonlyMap<ContactId, readonly Enrollment[]>;
  /** Workflows whose members `listed` holds completely, as of now. */
  readonly listedFlows?: readonly TargetId[];
}

/** Completes every contact of a book with its enrollments, in either dialect. */
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
          enrollments: [...enrollments, ...inWorkflows],
          ...(unreadable === undefined ? {} : { unreadable }),
          ...(workflowsRead.length === 0 ? {} : { workflowsRead }),
        },
      ];
    }),
  );
}

/** Combines the contact's own data with the lists; a list also shows the start. */
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

/** A contact that was never enrolled has no enrollment to read. */
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

/** Enrollments that have to be asked for contact by contact. */
/**
 * The contact's latest sequence enrollment. For one never enrolled HubSpot may answer 404, or 200 with
 * nothing; after the end it may go on answering. So the answer names an enrollment, never its state.
 */
async function readLatestEnrollment(api: Api, contactId: ContactId): Promise<LatestEnrollment | undefined> {
  const request = api.request('contact-enrollment', { params: { contactId } });
  const response = await api.read(request, [404]);
  const [body = objectOf(response.body)] = objectsOf(response.body);
  const sequenceId = idOf(body['sequenceId']);
  if (sequenceId === undefined && Object.keys(body).length > 0) {
    throw unexpectedResponse(request, 'an enrollment that names no sequence');
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

/** Returns the user id and email of the user that made an enrollment, as far as the body shows. */
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
 * The workflows that a contact is in now, of those in `flowIds` (v2 id to flow id). HubSpot answers an
 * array, in the wild also one object; 404 means none.
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
