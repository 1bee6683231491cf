import { normalizeEmail } from '../../model/email.ts';
import type { SeedOwner } from '../account/account-seed.ts';
import type { SimulatedAccount } from '../account/account.ts';
import { pathParam } from './input.ts';
import { paginate } from './page.ts';
import { notFound, ok } from './route.ts';
import { inVersions } from './versions.ts';

const scopes = ['crm.objects.owners.read'];

const bases = {
  '2026-09': '/crm/owners/2026-09',
  '2026-03': '/crm/owners/2026-03',
  legacy: '/crm/v3/owners',
};

export const ownerRoutes = inVersions(bases, (base) => [
  {
    method: 'GET',
    path: base,
    scopes,
    handle: (request) => {
      const email = request.query.get('email');
      const archived = request.query.get('archived') === 'true';
      const wanted = request.account.owners.filter(
        (owner) =>
          // The simulated account has no archived owners.
          !archived && (email === null || normalizeEmail(owner.email) === normalizeEmail(email)),
      );
      const page = paginate(request, wanted, { defaultSize: 100, maxSize: 500 });
      return ok({ ...page, results: page.results.map((owner) => ownerJson(request.account, owner)) });
    },
  },
  {
    method: 'GET',
    path: `${base}/:ownerId`,
    scopes,
    handle: (request) => {
      const key = request.query.get('idProperty') === 'userId' ? 'userId' : 'id';
      const id = pathParam(request, 'ownerId');
      const owner = request.account.owners.find((candidate) => candidate[key] === id);
      if (!owner) throw notFound('Owner', id);
      return ok(ownerJson(request.account, owner));
    },
  },
]);

/** Returns an owner as HubSpot does: the owner id is text, the user id a number. */
function ownerJson(account: SimulatedAccount, owner: SeedOwner): unknown {
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
