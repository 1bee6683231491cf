/**
 * Enrolls contacts without rollcall: a loop with HubSpot's official client, its retries, and the rate limiter from
 * its README (nine requests per second, six at once). Keeps no record.
 */
import { Client, DEFAULT_LIMITER_OPTIONS } from '@hubspot/api-client';

export interface Account {
  readonly url: string;
  readonly token: string;
}

interface FoundContact {
  readonly id: string;
  readonly email: string;
}

const sequence = { sequenceId: '5510021', senderEmail: 'maria@acme.example', userId: '7001' };

/** Returns the contacts of these emails that need an enrollment. Sends one request per contact. */
export async function findContactsToEnroll(
  { url, token }: Account,
  emails: readonly string[],
): Promise<readonly FoundContact[]> {
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

/** Enrolls contacts. Sends one request per contact. */
export async function enroll({ url, token }: Account, people: readonly FoundContact[]): Promise<void> {
  const client = clientOf({ url, token });
  const { sequenceId, senderEmail, userId } = sequence;
  await Promise.all(
    people.map(async ({ id }) => {
      const response = await client.apiRequest({
        method: 'POST',
        path: '/automation/sequences/2026-03/enrollments',
        qs: { userId },
        body: { contactId: id, sequenceId, senderEmail },
      });
      if (!response.ok) throw new Error(`${response.status} for contact ${id}`);
      await response.text();
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
