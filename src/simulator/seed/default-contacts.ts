import type { SeedContact, SeedEnrollment } from '../account/account-seed.ts';

/** Returns forty ordinary contacts (1001 to 1040) and the special cases (from 1041). */
export function defaultContacts(): SeedContact[] {
  return [...plainContacts(), ...specialContacts()].map((contact) =>
    contact.id === '1003' ? { ...contact, reactions: [{ what: 'opt-out', afterDays: 5 }] } : contact,
  );
}

function specialContacts(): SeedContact[] {
  return [
    makeContact(1041, 'Ana Ruiz', 'ana@northwind.example'),
    makeContact(1042, 'Bo Nilsen', 'bo@northwind.example'),
    makeContact(1043, 'Liam Byrne', 'liam@fabrikam.example', {
      reactions: [{ what: 'reply', afterDays: 4 }],
    }),
    makeContact(1044, 'Noor Haddad', 'noor@contoso.example'),
    // Active in 5510021; a rep enrolled this contact by hand.
    makeContact(1045, 'Otto Lang', 'old@contoso.example'),
    makeContact(1046, 'Uma Patel', 'uma@contoso.example', { optedOut: true }),
    makeContact(1047, 'Bruno Costa', 'bruno@gone.example', { bounced: true }),
    makeContact(1048, 'Nadia Silent', undefined),
    makeContact(1049, 'Sam Plus', 'sam+events@adatum.example'),
    makeContact(1050, 'Grace Kim', 'Grace.Kim@Litware.example'),
    makeContact(1051, 'Joanna Weiss', 'jo@adatum.example', {
      otherEmails: ['joanna.weiss@adatum.example', 'jw@oldfirm.example'],
    }),
    makeContact(1054, 'Cora Spy', 'cora@competitor.example'),
    // Finished 5510021 last year.
    makeContact(1055, 'Eve Stone', 'eve@wingtip.example'),
    // Active in 5510022.
    makeContact(1056, 'Hugo Marsh', 'hugo@wingtip.example'),
    // Was enrolled in a sequence three times; the account shows one of the enrollments.
    makeContact(1057, 'Iris Vale', 'iris@wingtip.example', { earlierEnrollments: 2 }),
    makeContact(1058, 'Theo Cross', 'theo@wingtip.example', { markedSpam: true }),
    makeContact(1059, 'Dora Wall', 'dora@blocked.example'),
    makeContact(1060, 'Finn Gray', 'finn@tailspin.example', {
      reactions: [{ what: 'opt-out', afterDays: 2 }],
    }),
    // In workflow 900100: 1061 ended, 1062 active, 1066 suppressed.
    makeContact(1061, 'Kira Holm', 'kira@tailspin.example'),
    makeContact(1062, 'Lars Holm', 'lars@tailspin.example'),
    makeContact(1066, 'Vera Quinn', 'vera@tailspin.example'),
    makeContact(1064, 'Rolf Bird', 'rolf@tailspin.example', {
      reactions: [{ what: 'bounce', afterDays: 1 }],
    }),
    makeContact(1065, 'Mina Park', 'mina@tailspin.example', {
      reactions: [{ what: 'meeting', afterDays: 6 }],
    }),
    // 1052 and 1053 were merged into a contact with a new id.
    makeContact(1090, 'Pia Merz', 'pia@tailspin.example', {
      mergedIds: ['1052', '1053'],
      otherEmails: ['pia.merz@tailspin.example'],
    }),
  ];
}

const plainNames = `
  Adam Frost, Bella Shaw, Carl Moss, Diana Reed, Emil Hart, Flora Penn, Gus Lowe, Hanna Birk,
  Ivan Petrov, Jana Novak, Kai Brandt, Lena Fuchs, Marc Dubois, Nora Lund, Oscar Vega, Petra Wolf,
  Quin Doyle, Rita Sousa, Sven Dahl, Tara Singh, Udo Kern, Viola Conti, Walt Mercer, Xenia Popov,
  Yara Haddad, Zoe Marin, Amir Khan, Britt Solberg, Cleo Martin, Dario Rossi, Elsa Berg, Felix Braun,
  Gina Romano, Henk Visser, Ines Moreau, Jon Skov, Karla Jimenez, Leo Fischer, Maya Cohen, Nils Aas
`
  .split(',')
  .map((name) => name.trim());

const plainDomains = ['northwind.example', 'fabrikam.example', 'contoso.example', 'adatum.example'];

function plainContacts(): SeedContact[] {
  return plainNames.map((name, index) => {
    const first = name.split(' ', 1)[0]?.toLowerCase() ?? '';
    return makeContact(1001 + index, name, `${first}@${plainDomains[index % plainDomains.length] ?? ''}`);
  });
}

const createdAt = '2026-03-16T09:00:00.000Z';

function makeContact(
  id: number,
  name: string,
  ...[email, extra]: [string | undefined, Partial<SeedContact>?]
): SeedContact {
  const [firstname = '', lastname = ''] = name.split(' ');
  const domain = email?.split('@')[1] ?? '';
  const company = domain.split('.')[0] ?? '';
  const companyNumber = plainDomains.indexOf(domain) + 1;
  return {
    id: String(id),
    ...(email === undefined ? {} : { email }),
    createdAt,
    updatedAt: createdAt,
    properties: { firstname, lastname, company, hubspot_owner_id: id % 2 === 0 ? '88102' : '88101' },
    ...(companyNumber > 0 && { companyId: String(5000 + companyNumber) }),
    ...extra,
  };
}

/** Returns the enrollments that began before the initial time of the account. */
export function defaultEnrollments(): SeedEnrollment[] {
  const maria = { userId: '7001', senderEmail: 'maria@acme.example' };
  const paul = { userId: '7002', senderEmail: 'paul@acme.example' };
  return [
    finishedEnrollment(
      '30000001',
      ['sequence', '5510021', '1055'],
      ['2025-10-06T08:00:00.000Z', '2025-10-16T08:00:00.000Z'],
      {
        ...maria,
        toEmail: 'eve@wingtip.example',
        stepsDone: 4,
      },
    ),
    finishedEnrollment(
      '30000002',
      ['sequence', '5510022', '1057'],
      ['2026-06-01T08:00:00.000Z', '2026-06-08T08:00:00.000Z'],
      {
        ...paul,
        toEmail: 'iris@wingtip.example',
        stepsDone: 2,
      },
    ),
    finishedEnrollment(
      '30000003',
      ['workflow', '900100', '1061'],
      ['2026-09-01T08:00:00.000Z', '2026-09-15T08:00:00.000Z'],
    ),
    ongoingEnrollment('30000004', ['sequence', '5510022', '1056'], '2026-10-29T13:40:00.000Z', {
      ...paul,
      toEmail: 'hugo@wingtip.example',
    }),
    // A rep enrolled this contact by hand.
    ongoingEnrollment('30000005', ['sequence', '5510021', '1045'], '2026-10-30T09:12:00.000Z', {
      ...maria,
      toEmail: 'old@contoso.example',
    }),
    ongoingEnrollment('30000006', ['workflow', '900100', '1062'], '2026-10-25T07:30:00.000Z'),
    ongoingEnrollment('30000007', ['workflow', '900200', '1031'], '2026-10-12T08:00:00.000Z'),
    ongoingEnrollment('30000008', ['workflow', '900200', '1032'], '2026-10-12T08:00:00.000Z'),
    ongoingEnrollment('30000009', ['workflow', '900200', '1033'], '2026-10-12T08:00:00.000Z'),
  ];
}

type EnrollmentKey = readonly [kind: SeedEnrollment['kind'], targetId: string, contactId: string];

function ongoingEnrollment(
  id: string,
  [kind, targetId, contactId]: EnrollmentKey,
  ...[enrolledAt, extra]: [string, Partial<SeedEnrollment>?]
): SeedEnrollment {
  return { id, kind, targetId, contactId, enrolledAt, updatedAt: enrolledAt, ...extra };
}

function finishedEnrollment(
  id: string,
  key: EnrollmentKey,
  ...[[enrolledAt, endedAt], extra]: [readonly [string, string], Partial<SeedEnrollment>?]
): SeedEnrollment {
  const enrollment = ongoingEnrollment(id, key, enrolledAt, extra);
  return { ...enrollment, updatedAt: endedAt, endedAt, endReason: 'finished' };
}
