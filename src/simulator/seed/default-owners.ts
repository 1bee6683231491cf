import type { SeedOwner } from '../account/account-seed.ts';

/** Two reps who can send, one without an inbox, one without a seat. */
export function defaultOwners(): SeedOwner[] {
  return [
    {
      id: '88101',
      userId: '7001',
      email: 'maria@acme.example',
      firstName: 'Maria',
      lastName: 'Ortega',
      seat: true,
      inbox: true,
      aliases: ['sales@acme.example'],
    },
    {
      id: '88102',
      userId: '7002',
      email: 'paul@acme.example',
      firstName: 'Paul',
      lastName: 'Lindqvist',
      seat: true,
      inbox: true,
    },
    {
      id: '88103',
      userId: '7003',
      email: 'nina@acme.example',
      firstName: 'Nina',
      lastName: 'Kowalska',
      seat: true,
      inbox: false,
    },
    {
      id: '88104',
      userId: '7004',
      email: 'omar@acme.example',
      firstName: 'Omar',
      lastName: 'Haddad',
      seat: false,
      inbox: true,
    },
  ];
}
