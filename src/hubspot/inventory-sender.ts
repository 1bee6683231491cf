import type { Email } from '../model/email.ts';
import { normalEmail } from '../model/email.ts';
import type { Enrollment, ObservedSender } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import type { Api } from './http/api.ts';
import { idOf, objectOf, objectsOf, textOf } from './json.ts';

/**
 * Who enrolled a contact in the sequence that it is in. HubSpot names an address or a user; nothing
 * where it names neither, or speaks of another sequence by now.
 */
export async function senderOf(
  api: Api,
  of: {
    readonly contactId: ContactId;
    readonly enrollment: Enrollment;
    readonly byUser: ReadonlyMap<string, ObservedSender>;
  },
): Promise<Email | undefined> {
  const { contactId, enrollment, byUser } = of;
  const call =
    api.dialect === 'guide'
      ? api.call('guide-enrollment', { params: { contactId, enrollmentId: enrollment.id ?? '' } })
      : api.call('contact-enrollment', { params: { contactId } });
  const answer = await api.read(call, [404]);
  const [body = objectOf(answer.body)] = objectsOf(answer.body);
  if (idOf(body['sequenceId']) !== enrollment.targetId) return undefined;
  const email = textOf(body['enrolledByEmail']);
  if (email !== undefined) return normalEmail(email);
  const userId = idOf(body['enrolledBy']) ?? idOf(body['userId']);
  return userId === undefined ? undefined : byUser.get(userId)?.email;
}
