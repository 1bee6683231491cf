import { expect, it } from 'vitest';
import type { Seats } from '../../../src/model/observed-state.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { at, contact, maria, member, paul, planInput, sequence } from '../builders.ts';

const warnings = (seats: Seats | undefined, count = 2) => {
  const sender = { ...maria, ...(seats && { seats }) };
  const contacts = [1, 2].slice(0, count).map((id) => contact(id));
  return makePlan(
    planInput({
      desired: {
        targets: [
          sequence({ members: contacts.map(({ id }) => member(Number(id))) }),
          sequence({ key: 'other', id: '501', sender: { email: paul.email }, source: at(15) }),
        ],
      },
      contacts,
      observed: {
        senders: new Map([
          [maria.email, sender],
          [maria.ownerId, { ...sender }],
        ]),
      },
    }),
  ).diagnostics;
};

it.each([
  [{ names: ['Core'], sends: false }, 'only the seat Core'],
  [{ names: ['Core', 'View-Only'], sends: false }, 'only the seats Core, View-Only'],
  [{ names: [], sends: false }, 'no seat'],
])('warns once of a sender with %j', (seats, shown) => {
  expect(warnings(seats)).toEqual([
    {
      code: 'sender-without-seat',
      severity: 'warning',
      message: `HubSpot shows ${shown} for maria@acme.example. Sending a sequence requires a Sales or Service Hub seat, so HubSpot will probably refuse the 2 enrollments of this plan with this sender.`,
      help: 'Assign a seat in HubSpot (Settings > Users & Teams), or use another `sender`.',
      source: at(10),
    },
  ]);
});

it('says so of one enrollment', () => {
  expect(warnings({ names: [], sends: false }, 1)).toMatchObject([
    { message: expect.stringContaining('refuse the enrollment of this plan with this sender') },
  ]);
});

it.each([
  ['a seat that sends', { names: ['Sales Hub Professional'], sends: true }],
  ['a seat with an unknown name', { names: ['Partner'] }],
  ['unknown seats', undefined],
])('does not warn of %s', (_, seats) => {
  expect(warnings(seats)).toEqual([]);
});

it('does not warn of a sender without an enrollment in this plan', () => {
  expect(warnings({ names: [], sends: false }, 0)).toEqual([]);
});
