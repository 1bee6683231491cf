import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { ExitCode } from '../../../src/model/exit-code.ts';
import { Failure } from '../../../src/model/failure.ts';
import type { FailureCode } from '../../../src/model/results/problem-codes.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import type { HubSpotRequest } from '../../../src/hubspot/http/request.ts';
import type { Api } from '../../../src/hubspot/http/api.ts';
import { suggestContacts } from '../../../src/hubspot/read/suggest-contacts.ts';
import { emptyBook } from '../../../src/hubspot/read/contacts.ts';
import { trustEmail } from '../../../src/model/email.ts';

function searching(
  emails: readonly string[],
  failure?: Failure,
): { readonly api: Api; readonly asked: HubSpotRequest[] } {
  const asked: HubSpotRequest[] = [];
  const results = emails.map((email, index) => ({ id: String(index + 1), properties: { email } }));
  return {
    asked,
    api: {
      dialect: 'documented',
      request: requestFactory(defaultVersions),
      read: async (call) => {
        asked.push(call);
        if (failure) throw failure;
        return { status: 200, body: { total: results.length, results } };
      },
      now: () => '2026-11-02T09:00:00.000Z',
      usedRoutes: () => [],
      quota: () => ({}),
      requestCount: () => 0,
    },
  };
}

describe('the most similar contact', () => {
  test.each([
    ['anna.ruiz@northwind.example', 'ana.ruiz@northwind.example'],
    ['ana.riuz@northwind.example', 'ana.ruiz@northwind.example'],
    ['ana.ruiz@norhtwind.example', 'ana.ruiz@northwind.example'],
    ['ana.ruiz@northwind.exampel', 'ana.ruiz@northwind.example'],
    ['bea@northwind.example', 'Bee@northwind.example'],
  ])('for %s is %s', async (written, meant) => {
    const { api } = searching(['zoe@fabrikam.example', meant]);
    const near = await suggestContacts(api, [trustEmail(written)], emptyBook());
    expect(near.get(trustEmail(written))).toEqual({ id: '2', email: meant.toLowerCase() });
  });

  test.each([
    ['ana@northwind.example', 'ida@northwind.example'],
    ['ana@northwind.example', 'ana@fabrikam.example'],
    ['ana@northwind.example', 'anna@nortwind.example'],
    ['maximilian@northwind.example', 'max@northwind.example'],
  ])('for %s is not %s', async (written, other) => {
    const { api } = searching([other]);
    expect((await suggestContacts(api, [trustEmail(written)], emptyBook())).size).toBe(0);
  });

  test('takes one search for each email, and five at most', async () => {
    const { api, asked } = searching([]);
    const written = Array.from({ length: 9 }, (_, index) => trustEmail(`person${index}@northwind.example`));
    await suggestContacts(api, [...written, ...written], emptyBook());
    expect(asked.map(({ route }) => route.name)).toEqual(Array.from({ length: 5 }, () => 'contacts-search'));
    expect(asked[0]?.body).toEqual({
      filterGroups: [
        { filters: [{ propertyName: 'email', operator: 'CONTAINS_TOKEN', value: 'person0@*' }] },
        { filters: [{ propertyName: 'email', operator: 'CONTAINS_TOKEN', value: '*@northwind.example' }] },
      ],
      sorts: [],
      properties: ['email'],
      limit: 200,
      after: '0',
    });
  });

  test('takes no search if every email is known, or if a known contact is similar', async () => {
    const book = emptyBook();
    const contact = {
      id: '7',
      emails: [trustEmail('ana.ruiz@northwind.example')],
      mergedIds: [],
      optedOut: false,
    };
    book.records.set('7', { contact: { ...contact, bounced: false }, properties: {} });
    book.aliases.set('ana.ruiz@northwind.example', '7');
    const { api, asked } = searching([]);
    await suggestContacts(api, [trustEmail('ana.ruiz@northwind.example')], book);
    const near = await suggestContacts(api, [trustEmail('anna.ruiz@northwind.example')], book);
    expect(near.get(trustEmail('anna.ruiz@northwind.example'))?.id).toBe('7');
    expect(asked).toEqual([]);
  });

  test('is omitted if the search refuses the text, but not for other errors', async () => {
    const failure = (code: FailureCode): Failure =>
      new Failure({ exitCode: ExitCode.error, code, message: 'no', help: 'none' });
    const refused = searching([], failure('hubspot-refused'));
    expect((await suggestContacts(refused.api, [trustEmail('a@b.example')], emptyBook())).size).toBe(0);
    const broken = searching([], failure('hubspot-no-response'));
    await expect(suggestContacts(broken.api, [trustEmail('a@b.example')], emptyBook())).rejects.toThrow('no');
  });
});
