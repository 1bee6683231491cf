import type { Instant } from '../../model/time.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';
import type { SimulatedAccount } from './account.ts';
import type { EndReason } from './account-seed.ts';

/** The output of `simulator inspect`. Its JSON keys are public. */
export interface Inspection {
  readonly portalId: number;
  readonly now: Instant;
  /** Emails that sequences have sent since the account was created. */
  readonly emailsSent: number;
  readonly requests: readonly LoggedRequest[];
  /** The routes that the simulator does not have, each once, with the number of requests to it. */
  readonly unknownRoutes: readonly UnknownRoute[];
  /** Oldest first. */
  readonly enrollments: readonly InspectedEnrollment[];
}

export interface LoggedRequest {
  /** The time of the account's clock. */
  readonly at: Instant;
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** The status that the client received; 0 for no response. */
  readonly status: number;
  /** The simulator has no route for the request. */
  readonly unknownRoute?: true;
}

interface UnknownRoute {
  readonly method: string;
  readonly path: string;
  readonly requests: number;
}

interface InspectedEnrollment {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  readonly enrolledAt: Instant;
  readonly endedAt: Instant | null;
  readonly endReason: EndReason | null;
}

export function inspectAccount(account: SimulatedAccount, requests: readonly LoggedRequest[]): Inspection {
  const enrollments = [...account.enrollments.values()].toSorted((a, b) =>
    a.enrolledAt === b.enrolledAt ? Number(a.id) - Number(b.id) : a.enrolledAt < b.enrolledAt ? -1 : 1,
  );
  return {
    portalId: account.head.portalId,
    now: account.head.now,
    emailsSent: account.head.emailsSent,
    requests: requests.map(({ unknownRoute: _unknown, ...request }) => request),
    unknownRoutes: unknownRoutesIn(requests),
    enrollments: enrollments.map(({ kind, targetId, contactId, enrolledAt, endedAt, endReason }) => ({
      kind,
      targetId,
      contactId,
      enrolledAt,
      endedAt: endedAt ?? null,
      endReason: endReason ?? null,
    })),
  };
}

function unknownRoutesIn(requests: readonly LoggedRequest[]): readonly UnknownRoute[] {
  const routes = new Map<string, UnknownRoute>();
  for (const { method, path, unknownRoute } of requests) {
    if (!unknownRoute) continue;
    const key = `${method} ${path}`;
    routes.set(key, { method, path, requests: (routes.get(key)?.requests ?? 0) + 1 });
  }
  return [...routes.values()];
}
