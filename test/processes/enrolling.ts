import { firstContact } from './people.ts';

/** What can be enrolled once: kind, target and contact, as one text. */
export type Enrolling = string;

export function enrollingOf(one: {
  readonly kind: string;
  readonly targetId: string;
  readonly contactId?: string;
}): Enrolling {
  return `${one.kind} ${one.targetId} ${one.contactId ?? ''}`;
}

/** Whom a writing request enrolls, in either dialect. Throws for any other request. */
export function enrollingsOf(write: {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}): readonly Enrolling[] {
  const path = write.path.split('?', 1)[0] ?? '';
  const body: { contactId?: string; sequenceId?: string } = write.body === '' ? {} : JSON.parse(write.body);
  const [, listId] = /^\/crm\/v3\/lists\/(\d+)\/memberships\/add$/u.exec(path) ?? [];
  if (listId !== undefined) {
    const ids: readonly string[] = JSON.parse(write.body);
    return ids.map((id) => `workflow 900200 ${id}`);
  }
  const [, guided] = /^\/crm\/v3\/objects\/contacts\/(\d+)\/sequences$/u.exec(path) ?? [];
  const inSequence = guided ?? body.contactId;
  if (body.sequenceId !== undefined) return [`sequence ${body.sequenceId} ${inSequence ?? ''}`];
  const [, flowId] = /^\/automation\/v4\/flows\/(\d+)\/enrollments\/contacts$/u.exec(path) ?? [];
  if (flowId !== undefined) return [`workflow ${flowId} ${body.contactId ?? ''}`];
  const [, person] =
    /^\/automation\/v2\/workflows\/45001\/enrollments\/contacts\/person-(\d+)/u.exec(path) ?? [];
  if (person !== undefined) return [`workflow 900100 ${firstContact + Number(person)}`];
  throw new Error(`${write.method} ${path} enrolls nobody that this test knows`);
}
