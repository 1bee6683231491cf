/** The users of the account: those that own records. */
import { normalizeEmail } from '../../model/email.ts';
import type { SeedOwner } from '../account/account-seed.ts';
import { pathParam } from './input.ts';
import { paginate } from './page.ts';
import { notFound, ok, type RouteRequest, type SimulatorRoute } from './route.ts';
import { inVersions } from './versions.ts';

const scopes = ['settings.users.read'];
const otherScope = 'crm.objects.users.read';

export const userRoutes: readonly SimulatorRoute[] = [
  ...inVersions({ '2026-03': '/settings/users/2026-03', legacy: '/settings/v3/users' }, routesAt),
  // HubSpot has no final version of 2026-09, and a beta does not depend on `apiVersion`.
  ...routesAt('/settings/users/2026-09-beta'),
];

function routesAt(base: string): readonly SimulatorRoute[] {
  return [
    {
      method: 'GET',
      path: base,
      scopes,
      otherScope,
      handle: (request) => {
        const page = paginate(request, request.account.owners, { defaultSize: 100, maxSize: 100 });
        return ok({ ...page, results: page.results.map((user) => userJson(user, request)) });
      },
    },
    {
      method: 'GET',
      path: `${base}/:userId`,
      scopes,
      otherScope,
      handle: (request) => {
        const id = pathParam(request, 'userId');
        const byEmail = request.query.get('idProperty') === 'EMAIL';
        const user = request.account.owners.find(({ userId, email }) =>
          byEmail ? normalizeEmail(email) === normalizeEmail(id) : userId === id,
        );
        if (!user) throw notFound('User', id);
        return ok(userJson(user, request));
      },
    },
  ];
}

function userJson(
  { userId, email, firstName, lastName, seat, seatNames }: SeedOwner,
  { url, variants }: RouteRequest,
): object {
  const user = { id: userId, email, firstName, lastName, roleIds: [], superAdmin: false };
  // The specification of 2026-03 has users without seats.
  if (variants.seatNames === 'absent' || url.includes('/2026-03')) return user;
  return { ...user, seatNames: seatNames ?? (seat ? ['Sales Hub Professional'] : ['Core']) };
}
