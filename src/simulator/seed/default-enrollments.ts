import type { SeedEnrollment } from '../account/account-seed.ts';

/** What happened before the account's clock begins. */
export function defaultEnrollments(): SeedEnrollment[] {
  const maria = { userId: '7001', senderEmail: 'maria@acme.example' };
  const paul = { userId: '7002', senderEmail: 'paul@acme.example' };
  return [
    over(
      '30000001',
      ['sequence', '5510021', '1055'],
      ['2025-10-06T08:00:00.000Z', '2025-10-16T08:00:00.000Z'],
      {
        ...maria,
        toEmail: 'eve@wingtip.example',
        stepsDone: 4,
      },
    ),
    over(
      '30000002',
      ['sequence', '5510022', '1057'],
      ['2026-06-01T08:00:00.000Z', '2026-06-08T08:00:00.000Z'],
      {
        ...paul,
        toEmail: 'iris@wingtip.example',
        stepsDone: 2,
      },
    ),
    over(
      '30000003',
      ['workflow', '900100', '1061'],
      ['2026-09-01T08:00:00.000Z', '2026-09-15T08:00:00.000Z'],
    ),
    running('30000004', ['sequence', '5510022', '1056'], '2026-10-29T13:40:00.000Z', {
      ...paul,
      toEmail: 'hugo@wingtip.example',
    }),
    // Enrolled by a rep by hand.
    running('30000005', ['sequence', '5510021', '1045'], '2026-10-30T09:12:00.000Z', {
      ...maria,
      toEmail: 'old@contoso.example',
    }),
    running('30000006', ['workflow', '900100', '1062'], '2026-10-25T07:30:00.000Z'),
    running('30000007', ['workflow', '900200', '1031'], '2026-10-12T08:00:00.000Z'),
    running('30000008', ['workflow', '900200', '1032'], '2026-10-12T08:00:00.000Z'),
    running('30000009', ['workflow', '900200', '1033'], '2026-10-12T08:00:00.000Z'),
  ];
}

type Where = readonly [kind: SeedEnrollment['kind'], targetId: string, contactId: string];

function running(
  id: string,
  [kind, targetId, contactId]: Where,
  ...[enrolledAt, sending]: [string, Partial<SeedEnrollment>?]
): SeedEnrollment {
  return { id, kind, targetId, contactId, enrolledAt, updatedAt: enrolledAt, ...sending };
}

function over(
  id: string,
  where: Where,
  ...[[enrolledAt, endedAt], sending]: [readonly [string, string], Partial<SeedEnrollment>?]
): SeedEnrollment {
  const enrollment = running(id, where, enrolledAt, sending);
  return { ...enrollment, updatedAt: endedAt, endedAt, endReason: 'finished' };
}
