/** The users of the account: those that own records. */
import { normalizeEmail } from '../../model/email.ts';
import type { SeedOwner } from '../account/account-seed.ts';
import { pathParam } from './input.ts';
import { paginate } from './page.ts';
import { notFound, ok } from './route.ts';
import { inVersions } from './versions.ts';

const scopes = ['settings.users.read'];

const bases = { '2026-03': '/settings/users/2026-03', legacy: '/settings/v3/users' };

export const userRoutes = inVersions(bases, (base) => [
  {
    method: 'GET',
    path: base,
    scopes,
    handle: (request) => {
      const page = paginate(request, request.account.owners, { defaultSize: 100, maxSize: 100 });
      return ok({ ...page, results: page.results.map(userJson) });
    },
  },
  {
    method: 'GET',
    path: `${base}/:userId`,
    scopes,
    handle: (request) => {
      const id = pathParam(request, 'userId');
      const byEmail = request.query.get('idProperty') === 'EMAIL';
      const user = request.account.owners.find(({ userId, email }) =>
        byEmail ? normalizeEmail(email) === normalizeEmail(id) : userId === id,
      );
      if (!user) throw notFound('User', id);
      return ok(userJson(user));
    },
  },
]);

function userJson({ userId, email, firstName, lastName }: SeedOwner): object {
  return { id: userId, email, firstName, lastName, roleIds: [], superAdmin: false };
}
