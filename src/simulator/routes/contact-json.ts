/** A contact as the CRM routes show it. */
import type { Account } from '../account/account.ts';
import type { SeedContact } from '../account/account-seed.ts';
import { isProperty, propertyOf } from '../account/contact-properties.ts';

const always = ['hs_object_id', 'createdate', 'lastmodifieddate'];
const unlessAsked = ['email', 'firstname', 'lastname'];

export interface Wanted {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
}

/** Properties that the account does not have are left out without a word, as HubSpot does. */
export function contactJson(account: Account, contact: SeedContact, wanted: Wanted): unknown {
  const history = wanted.withHistory ?? [];
  const asked = wanted.properties.length > 0 ? wanted.properties : unlessAsked;
  const names = [...new Set([...always, ...asked, ...history])].filter((name) => isProperty(account, name));
  const properties = Object.fromEntries(names.map((name) => [name, propertyOf(account, contact, name)]));
  return {
    id: contact.id,
    properties,
    ...(history.length > 0 && {
      propertiesWithHistory: Object.fromEntries(
        history.map((name) => [
          name,
          [{ value: properties[name] ?? '', timestamp: contact.updatedAt, sourceType: 'CALCULATED' }],
        ]),
      ),
    }),
    createdAt: contact.createdAt,
    updatedAt: contact.updatedAt,
    archived: false,
  };
}
