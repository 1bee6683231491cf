import { addressOf } from '../../model/address.ts';
import type { ContactId } from '../../model/target.ts';
import { sectionOf, targetName } from '../../model/target.ts';
import type { GoneTarget } from '../ledger-targets.ts';
import { ledgerTargets } from '../ledger-targets.ts';
import type { Draft, OrphanDecision } from '../draft.ts';
import { changeContact, changeTarget } from '../draft.ts';
import { mayOwn, ownAct } from '../ownership.ts';
import { byRun } from '../phrases.ts';
import { runningIn, sightOf } from '../subject.ts';
import { keep } from '../verdict.ts';
import type { World } from '../world.ts';

/**
 * People whom we enrolled in targets that the files no longer name. They stay: a revert or a lost file
 * must not stop a thousand people.
 */
export function orphans(draft: Draft): Draft {
  const { world } = draft;
  const gone = ledgerTargets(world.ledger).filter((target) => !world.targetsByName.has(targetName(target)));
  if (gone.length === 0) return draft;
  const people = peopleByTarget(world);
  const decisions = gone.flatMap((target, place) =>
    [...(people.get(targetName(target)) ?? [])].flatMap((contactId) => {
      const found = orphan(world, target, contactId);
      return found ? [{ ...found, order: world.targets.length + place }] : [];
    }),
  );
  return { ...draft, decisions: [...draft.decisions, ...decisions] };
}

function orphan(world: World, target: GoneTarget, contactId: ContactId): OrphanDecision | undefined {
  const observed = world.observed.targets.get(targetName(target));
  const { kind, id } = target;
  const facts = { kind, id, ids: new Set([id]), ...(observed ? { observed } : {}) };
  const sight = sightOf(world, facts, contactId);
  const running = runningIn(sight);
  const own = running && ownAct(sight, running);
  if (!own) return undefined;
  return {
    about: 'orphan',
    address: addressOf(target, contactId),
    target: changeTarget(target, observed),
    order: 0,
    contact: changeContact(contactId, sight.contact),
    verdict: keep(
      'orphan',
      `active, ${byRun(own)}; the files no longer name the ${kind}`,
      `To take everybody out, put it back with nobody in it: ${asYaml(target)}`,
    ),
  };
}

function asYaml({ kind, key, id }: GoneTarget): string {
  const sender = kind === 'sequence' ? ' sender: contact-owner,' : '';
  return `\`${sectionOf(kind)}: { ${key}: { id: ${id},${sender} members: [], allowEmpty: true } }\``;
}

/** Whom the ledger may have put into each target. */
function peopleByTarget(world: World): ReadonlyMap<string, ReadonlySet<ContactId>> {
  const people = new Map<string, Set<ContactId>>();
  for (const entry of world.ledger.entries) {
    if (!mayOwn(entry)) continue;
    const name = targetName({ kind: entry.kind, id: entry.targetId });
    const id = world.observed.aliases.get(entry.contactId) ?? entry.contactId;
    const known = people.get(name);
    if (known) known.add(id);
    else people.set(name, new Set([id]));
  }
  return people;
}
