import { firstContact } from './people.ts';

/** Key of one enrollment: kind, target and contact. */
export type EnrollmentKey = string;

export function enrollmentKey(enrollment: {
  readonly kind: string;
  readonly targetId: string;
  readonly contactId?: string;
}): EnrollmentKey {
  return `${enrollment.kind} ${enrollment.targetId} ${enrollment.contactId ?? ''}`;
}

/** Returns the enrollments that a write request makes, in either dialect. Throws for any other request. */
export function enrollmentKeysOf(write: {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}): readonly EnrollmentKey[] {
  const path = write.path.split('?', 1)[0] ?? '';
  const body: { contactId?: string; sequenceId?: string } = write.body === '' ? {} : JSON.parse(write.body);
  const [, listId] = /^\/crm\/lists\/2026-09\/(\d+)\/memberships\/add$/u.exec(path) ?? [];
  if (listId !== undefined) {
    const ids: readonly string[] = JSON.parse(write.body);
    return ids.map((id) => `workflow 900200 ${id}`);
  }
  const [, contactInPath] = /^\/crm\/v3\/objects\/contacts\/(\d+)\/sequences$/u.exec(path) ?? [];
  const contactId = contactInPath ?? body.contactId;
  if (body.sequenceId !== undefined) return [`sequence ${body.sequenceId} ${contactId ?? ''}`];
  const [, flowId] = /^\/automation\/v4\/flows\/(\d+)\/enrollments\/contacts$/u.exec(path) ?? [];
  if (flowId !== undefined) return [`workflow ${flowId} ${body.contactId ?? ''}`];
  const [, person] =
    /^\/automation\/v2\/workflows\/45001\/enrollments\/contacts\/person-(\d+)/u.exec(path) ?? [];
  if (person !== undefined) return [`workflow 900100 ${firstContact + Number(person)}`];
  throw new Error(`${write.method} ${path} is not an enrollment request that this test knows`);
}
