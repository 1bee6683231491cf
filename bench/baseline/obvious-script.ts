/**
 * What one writes without rollcall: a loop over contacts with HubSpot's official client, its retries on
 * and its rate limiter as its README shows it (nine calls a second, six at once). It keeps no record.
 */
import { Client, DEFAULT_LIMITER_OPTIONS } from '@hubspot/api-client';

export interface Account {
  readonly url: string;
  readonly token: string;
}

interface Found {
  readonly id: string;
  readonly email: string;
}

const sequence = { sequenceId: '5510021', senderEmail: 'maria@acme.example', userId: '7001' };

/** Who of these addresses has to be enrolled: one call a contact. */
export async function findWhomToEnroll(
  { url, token }: Account,
  emails: readonly string[],
): Promise<readonly Found[]> {
  const { crm } = clientOf({ url, token });
  const properties = ['email', 'hs_email_optout', 'hs_sequences_is_enrolled', 'hs_latest_sequence_enrolled'];
  const found = await Promise.all(
    emails.map(async (email) => {
      const contact = await crm.contacts.basicApi.getById(
        email,
        properties,
        undefined,
        undefined,
        false,
        'email',
      );
      const { hs_email_optout: optedOut, hs_sequences_is_enrolled: enrolled } = contact.properties;
      return optedOut === 'true' || enrolled === 'true' ? [] : [{ id: contact.id, email }];
    }),
  );
  return found.flat();
}

/** Enrolls them: one call a contact. */
export async function enroll({ url, token }: Account, people: readonly Found[]): Promise<void> {
  const client = clientOf({ url, token });
  const { sequenceId, senderEmail, userId } = sequence;
  await Promise.all(
    people.map(async ({ id }) => {
      const answer = await client.apiRequest({
        method: 'POST',
        path: '/automation/sequences/2026-03/enrollments',
        qs: { userId },
        body: { contactId: id, sequenceId, senderEmail },
      });
      if (!answer.ok) throw new Error(`${answer.status} for contact ${id}`);
      await answer.text();
    }),
  );
}

function clientOf({ url, token }: Account): Client {
  return new Client({
    accessToken: token,
    basePath: url,
    limiterOptions: DEFAULT_LIMITER_OPTIONS,
    numberOfApiCallRetries: 3,
  });
}
