import { normalEmail } from '../../model/email.ts';
import type { SeedOwner } from '../account/account-seed.ts';
import type { Account } from '../account/account.ts';
import { paramOf } from './input.ts';
import { pageOf } from './page.ts';
import { notFound, ok, type Route } from './route.ts';

const scopes = ['crm.objects.owners.read'];

export const ownerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/crm/v3/owners',
    scopes,
    answer: (call) => {
      const email = call.query.get('email');
      const wanted = call.account.owners.filter(
        (owner) => email === null || normalEmail(owner.email) === normalEmail(email),
      );
      const page = pageOf(call, wanted, { usual: 100, most: 500 });
      return ok({ ...page, results: page.results.map((owner) => shown(call.account, owner)) });
    },
  },
  {
    method: 'GET',
    path: '/crm/v3/owners/:ownerId',
    scopes,
    answer: (call) => {
      const key = call.query.get('idProperty') === 'userId' ? 'userId' : 'id';
      const id = paramOf(call, 'ownerId');
      const owner = call.account.owners.find((candidate) => candidate[key] === id);
      if (!owner) throw notFound('Owner', id);
      return ok(shown(call.account, owner));
    },
  },
];

/** The owner id is text, the user id a number. */
function shown(account: Account, owner: SeedOwner): unknown {
  const { id, email, firstName, lastName, userId } = owner;
  const createdAt = '2024-01-15T08:00:00.000Z';
  return {
    id,
    email,
    type: 'PERSON',
    firstName,
    lastName,
    userId: Number(userId),
    userIdIncludingInactive: Number(userId),
    createdAt,
    updatedAt: createdAt,
    archived: false,
    teams: [{ id: String(account.head.portalId), name: 'Sales', primary: true }],
  };
}
