/** Watches the wire and the ledger around every I/O step of a process. */
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import type { AccountSeed } from '../../src/simulator/account/account-seed.ts';
import type { Inspection } from '../../src/simulator/account/inspection.ts';
import type { Version } from './case.ts';
import { idOf, isMenuTarget, menu } from './menu.ts';
import type { Around, Told } from './mortal.ts';
import { begunBetween, nameOf, stoppedBetween } from './truth.ts';
import { isWrite } from './world.ts';
import type { World } from './world.ts';

/** A writing request with the account just before and just after it. */
export interface SeenWrite {
  readonly told: Told;
  readonly targetId: string;
  readonly run: number | undefined;
  readonly before: AccountSeed;
  readonly after: AccountSeed;
}

export interface Watched {
  /** The files that the process was started with; a history has other files, and a judge of its own. */
  readonly version: Version | undefined;
  /** Receives every writing request. */
  readonly onWrite?: ((write: SeenWrite) => void) | undefined;
  /** The number of this process among all of the case. */
  readonly process: number;
  /** Whether another process has taken the lease over. */
  readonly outdated: () => boolean;
  writes: number;
  /** The number that the ledger gave this process's run. */
  run?: number;
}

/** Writing requests leave in writer steps only, one a step, each after its intent. */
export function watching(world: World, watched: Watched): Around {
  return async (call, act, told) => {
    const seen = world.simulator.requests().length;
    const writing = told && (await asked(call, told, world));
    const before = writing && world.simulator.inspect();
    const whole = writing && watched.onWrite && world.simulator.snapshot();
    try {
      const answer = await act();
      if (call === 'lease.startRun' && typeof answer === 'number') watched.run = answer;
      if (watched.outdated() && isCommit(call)) {
        world.blame(
          'commit-without-lease',
          `${call} of process ${watched.process}, whose lease was taken over`,
        );
      }
      return answer;
    } finally {
      const requests = world.simulator.requests().slice(seen).filter(isWrite);
      watched.writes += requests.length;
      if (requests.length > (writing ? 1 : 0)) {
        const shown = requests.map(({ method, path }) => `${method} ${path}`).join(', ');
        world.blame(writing ? 'several-requests' : 'write-elsewhere', `${call}: ${shown}`);
      }
      if (writing && before) judge(writing, { before, after: world.simulator.inspect(), world, watched });
      if (writing && whole) {
        const { targetId } = writing;
        const after = world.simulator.snapshot();
        watched.onWrite?.({ told: writing, targetId, run: watched.run, before: whole, after });
      }
    }
  };
}

function isCommit(call: string): boolean {
  return [
    'lease.startRun',
    'lease.recordIntents',
    'lease.settle',
    'lease.adopt',
    'lease.setTargets',
  ].includes(call);
}

/** What a writer was told to do, and the intents that stand for it. */
interface Asked extends Told {
  readonly targetId: string;
  /** By contact. */
  readonly intents: ReadonlyMap<string, HistoryRecord>;
}

async function asked(call: string, told: Told, world: World): Promise<Asked> {
  const targetId = targetOf(told);
  const open = (await world.history()).filter(
    (record) =>
      record.state === 'open' &&
      record.action === told.action &&
      // The request to create a workflow knows its name only.
      (record.targetId === targetId || told.action === 'create-workflow'),
  );
  if (told.contacts.length === 0 && open.length === 0) {
    world.blame('write-without-intent', `${call} of ${targetId}`);
  }
  const intents = new Map<string, HistoryRecord>();
  for (const contactId of told.contacts) {
    const own = open.filter((record) => record.contactId === contactId).at(-1);
    if (own) intents.set(contactId, own);
    else world.blame('write-without-intent', `${call} of ${targetId}/${contactId}`);
  }
  return { ...told, targetId, intents };
}

function targetOf({ where }: Told): string {
  if ('targetId' in where) return where.targetId;
  if ('name' in where) return where.name;
  return Object.values(menu).find(({ via }) => String(via) === where.list)?.id ?? where.list;
}

function judge(
  told: Asked,
  seen: {
    readonly before: Inspection;
    readonly after: Inspection;
    readonly world: World;
    readonly watched: Watched;
  },
): void {
  const { before, after, world, watched } = seen;
  for (const begun of begunBetween(before, after)) {
    const meant = told.action === 'enroll' && begun.targetId === told.targetId;
    const intent = told.intents.get(begun.contactId);
    if (meant && told.contacts.includes(begun.contactId)) {
      world.truth.effects.push({
        run: watched.process,
        intent: intent?.id ?? -1,
        kind: begun.kind,
        targetId: begun.targetId,
        contactId: begun.contactId,
        since: intent?.since,
        at: begun.enrolledAt,
        senderUserId: told.senderUserId,
      });
    } else if (!isHelper(begun.targetId) || told.action !== 'unenroll') {
      world.blame('wrong-effect', `${told.action} ${told.targetId} began ${nameOf(begun)}`);
    }
  }
  for (const stopped of stoppedBetween(before, after)) {
    if (isHelper(stopped.targetId)) continue;
    const meant = told.action === 'unenroll' && stopped.targetId === told.targetId;
    if (!meant || !told.contacts.includes(stopped.contactId)) {
      world.blame('wrong-effect', `${told.action} ${told.targetId} ended ${nameOf(stopped)}`);
      continue;
    }
    if (watched.version) judgeRemoval(nameOf(stopped), stopped, { world, version: watched.version });
  }
}

/** Workflows that take people out of something else. */
function isHelper(targetId: string): boolean {
  return !isMenuTarget(targetId);
}

function judgeRemoval(
  name: string,
  { targetId, contactId }: { readonly targetId: string; readonly contactId: string },
  { world, version }: { readonly world: World; readonly version: Version },
): void {
  const target = version.targets.find(({ key }) => menu[key].id === targetId);
  // Suppression reaches owned members of targets that left the files.
  if (!target && version.suppress.length > 0) return;
  if (!target) {
    world.blame('unmanaged-touched', `${name}: the files do not name its target`);
    return;
  }
  const isNamed = (who: readonly number[]): boolean => who.some((one) => idOf(one) === contactId);
  if (isNamed(version.suppress) || isNamed(target.absent) || target.retired) return;
  const members = target.members ?? [];
  // Who has no address is not found by one.
  const isFound = (who: number): boolean => isNamed([who]) && world.people[who]?.kind !== 'no-email';
  const declared = members.some((entry) => {
    if (entry.type === 'person') return entry.by === 'id' ? isNamed([entry.who]) : isFound(entry.who);
    return entry.type === 'people' && entry.who.some(isFound);
  });
  if (declared) world.blame('declared-taken-out', name);
  if (target.exclusive && target.members) return;
  const ours = world.truth.effects.some((effect) => name === nameOf({ ...effect, enrolledAt: effect.at }));
  if (!ours) world.blame('unmanaged-touched', name);
}
