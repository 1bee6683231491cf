import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import type { Api } from '../../../src/hubspot/http/api.ts';
import { emptyBook, readContacts } from '../../../src/hubspot/read/contacts.ts';
import { trustEmail } from '../../../src/model/email.ts';

/** An account that finds a contact under exactly one spelling of its email, like HubSpot. */
function knowing(email: string): Api {
  return {
    dialect: 'documented',
    request: requestFactory(defaultVersions),
    read: async ({ body }) => {
      const asked = (JSON.parse(JSON.stringify(body)) as { inputs: { id: string }[] }).inputs;
      const isKnown = asked.some(({ id }) => id === email);
      const results = isKnown ? [{ id: '7', properties: { email } }] : [];
      return { status: 200, body: { status: 'COMPLETE', results } };
    },
    now: () => '2026-11-02T09:00:00.000Z',
    usedRoutes: () => [],
    quota: () => ({}),
    requestCount: () => 0,
  };
}

describe('a contact with an international domain', () => {
  test.each(['ana@m\u00FCnchen.example', 'ana@xn--mnchen-3ya.example'])(
    'is found and compared in one form if HubSpot has %s',
    async (held) => {
      const book = emptyBook();
      const into = { book, done: () => undefined };
      await readContacts(knowing(held), { emails: [trustEmail('ana@xn--mnchen-3ya.example')] }, into);

      expect(book.aliases.get('ana@xn--mnchen-3ya.example')).toBe('7');
      expect(book.records.get('7')?.contact.emails).toEqual(['ana@xn--mnchen-3ya.example']);
    },
  );
});
