import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryCase } from './arbitrary-case.ts';
import type { Case, Entry, Person } from './case.ts';
import { idOf } from './menu.ts';
import { applyOnce } from './process.ts';
import { filesOf } from './files-of.ts';
import { openWorld } from './world.ts';

type Bad = Person['kind'];

/** The case with one more person, declared in every target that declares anybody. */
function withBadItem(one: Case, kind: Bad): Case {
  const who = one.people.length;
  const bad: Entry = { type: 'person', who, by: 'email' };
  return {
    ...one,
    people: [...one.people, { kind, past: [] }],
    versions: one.versions.map((version) => ({
      ...version,
      targets: version.targets.map((target) =>
        target.members && target.members.length > 0
          ? { ...target, members: [bad, ...target.members] }
          : target,
      ),
    })),
  };
}

/** What one apply of the first files came to, and what is true afterwards; of the people given only. */
async function resultOf(one: Case, people: number): Promise<unknown> {
  const world = await openWorld(one);
  try {
    const [version = { targets: [], suppress: [], limits: {} }] = one.versions;
    const generous = { ...version, limits: {} };
    const ended = await applyOnce({
      world,
      version: generous,
      files: filesOf(generous, one),
      number: 1,
      run: { faults: [], patient: false, saved: false },
      schedule: one.schedule,
      lifted: true,
    });
    const ids = Array.from({ length: people }, (_none, who) => idOf(who));
    const about = (address: string): boolean => ids.some((id) => address.endsWith(`/${id}`));
    const outcomes = ended.report?.outcomes.filter(({ address }) => about(address)) ?? [];
    const unchanged = ended.plan?.unchanged.filter(({ address }) => about(address)) ?? [];
    return {
      threw: ended.failure?.code,
      outcomes: outcomes.map(({ address, action, status }) => `${action} ${address} ${status}`),
      unchanged: unchanged.map(({ address, status }) => `${address} ${status}`),
      enrolled: world.simulator
        .inspect()
        .enrollments.filter(({ contactId }) => ids.includes(contactId))
        .map(({ targetId, contactId, endReason }) => `${targetId}/${contactId} ${endReason ?? 'active'}`)
        .toSorted(),
    };
  } finally {
    await world.close();
  }
}

it('a person who cannot be enrolled changes nothing for anybody else', async () => {
  const kinds: readonly Bad[] = ['opted-out', 'bounced', 'no-email', 'spam', 'blocked-domain'];
  const property = fc.asyncProperty(arbitraryCase(), fc.constantFrom(...kinds), async (one, kind) => {
    const calm = { ...one, people: one.people.map(({ reaction: _none, ...person }) => person) };
    const people = one.people.length;
    expect(await resultOf(withBadItem(calm, kind), people)).toEqual(await resultOf(calm, people));
  });
  await fc.assert(property, { numRuns: 40 });
});
