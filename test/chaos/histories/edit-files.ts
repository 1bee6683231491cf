/** Edits of the files, as a person makes them: what makes no sense changes nothing. */
import type { TargetKey } from '../case.ts';
import { emailOf, idOf, menu, newNames } from '../menu.ts';
import type { Facts } from '../judge/facts.ts';
import { definedAs } from './definition-text.ts';
import { isDefinedHere, targetId } from './files.ts';
import type { Ban, FileTarget, Files, Line, Ref, SenderForm } from './files.ts';
import type { Edit, Flag } from './history.ts';

export interface Editing {
  readonly facts: Facts;
  readonly people: number;
  readonly before: Files;
}

export function newTarget(slot: TargetKey): FileTarget {
  return {
    key: slot,
    slot,
    members: [],
    absent: [],
    exclusive: false,
    retired: false,
    alias: false,
    require: [],
    audienceRequire: [],
    onLeave: 'keep',
    unenroll: 'workflow',
    activeList: true,
    everList: true,
    via: false,
    vouched: menu[slot].activeList === undefined,
    ...(isDefinedHere(slot) ? { definition: definedAs(newNames[slot] ?? '', 2) } : {}),
  };
}

export function editFiles(files: Files, edit: Edit, at: Editing): Files {
  if ('target' in edit) {
    const index = edit.target % Math.max(1, files.targets.length);
    const chosen = files.targets[index];
    if (!chosen) return files;
    if (edit.edit === 'drop') return { ...files, targets: files.targets.filter((one) => one !== chosen) };
    const next = sound(editTarget(chosen, edit, { ...at, files }));
    return { ...files, targets: files.targets.map((one) => (one === chosen ? next : one)) };
  }
  switch (edit.edit) {
    case 'ban':
      return { ...files, suppress: toggled(files.suppress, banOf(edit, at)) };
    case 'add':
      return isFree(files, edit.slot)
        ? { ...files, targets: [...files.targets, newTarget(edit.slot)] }
        : files;
    case 'freeze': {
      const from = dayAfter(edit.days, at);
      const to = dayAfter(edit.days + edit.length, at);
      return { ...files, freeze: toggled(files.freeze, { from, to }) };
    }
    case 'sender-limit': {
      const { perSenderPerDay: before, ...limits } = files.limits;
      const limit = before === edit.perDay ? {} : { perSenderPerDay: edit.perDay };
      return { ...files, limits: { ...limits, ...limit } };
    }
    case 'split':
      return { ...files, split: !files.split };
    case 'dialect':
      return { ...files, dialect: files.dialect === 'guide' ? 'documented' : 'guide' };
    case 'revert':
      return at.before;
    default:
      throw new Error(`no such edit: ${JSON.stringify(edit)}`);
  }
}

/** What must hold of a target so that the files are valid. */
function sound(target: FileTarget): FileTarget {
  const hasList = menu[target.slot].activeList !== undefined && target.activeList;
  const retired = menu[target.slot].kind === 'workflow' && hasList ? target.retired : false;
  const { members, ...rest } = target;
  const few = retired !== false || members === undefined || members.length === 0;
  return {
    ...rest,
    retired,
    exclusive: target.exclusive && !few,
    ...(members === undefined || retired !== false
      ? {}
      : { members: members.filter((line) => !isAbsentLine(line, target)) }),
  };
}

/** A literal member that is absent, too, is an error. */
function isAbsentLine(line: Line, { absent }: FileTarget): boolean {
  return 'ref' in line && line.as === 'member' && absent.some((ref) => sameRef(ref, line.ref));
}

type TargetEdit = Extract<Edit, { readonly target: number }>;

function editTarget(
  target: FileTarget,
  edit: TargetEdit,
  at: Editing & { readonly files: Files },
): FileTarget {
  const { members = [] } = target;
  const isOf = (line: Line): boolean =>
    'ref' in line && isWho(line.ref, 'who' in edit ? edit.who % at.people : -1, at);
  switch (edit.edit) {
    case 'member': {
      const ref = refOf(edit.who % at.people, edit.as === 'id' || edit.as === 'csv-id', at);
      const as = edit.as === 'audience' ? 'audience' : edit.as.startsWith('csv') ? 'csv' : 'member';
      const line: Line = { ref, as };
      return { ...target, members: [...members.filter((one) => !isOf(one)), line] };
    }
    case 'no-member':
      return { ...target, members: members.filter((line) => !isOf(line)) };
    case 'since':
      return {
        ...target,
        members: members.map((line) =>
          'ref' in line && isOf(line) && line.as === 'member'
            ? { ...line, since: dayAfter(edit.days, at) }
            : line,
        ),
      };
    case 'sender':
      return {
        ...target,
        members: members.map((line) =>
          'ref' in line && isOf(line) && line.as === 'member'
            ? withOtherSender(line, target, edit.form)
            : line,
        ),
      };
    case 'target-since':
      return { ...target, since: dayAfter(edit.days, at) };
    case 'pace': {
      const { pace, ...rest } = target;
      return isSame(pace, edit.pace) ? rest : { ...rest, pace: edit.pace };
    }
    case 'senders': {
      const { sender, ...rest } = target;
      const hasSender = menu[target.slot].sender !== undefined;
      return isSame(sender, edit.form) || !hasSender ? rest : { ...rest, sender: edit.form };
    }
    case 'require':
      return edit.of === 'target'
        ? { ...target, require: toggled(target.require, edit.condition) }
        : { ...target, audienceRequire: toggled(target.audienceRequire, edit.condition) };
    case 'list': {
      const has = members.some((line) => 'list' in line);
      const rest = members.filter((line) => !('list' in line));
      return { ...target, members: has ? rest : [...rest, { list: '482' }] };
    }
    case 'absent':
      return { ...target, absent: toggled(target.absent, refOf(edit.who % at.people, false, at)) };
    case 'rename':
      return { ...target, key: target.key.endsWith('-x') ? target.key.slice(0, -2) : `${target.key}-x` };
    case 'replace':
      return replaced(target, at.files);
    case 'unreplace': {
      const { replaces: _replaces, ...rest } = target;
      return rest;
    }
    case 'omit': {
      const { members: _members, ...rest } = target;
      return target.members ? rest : { ...rest, members: [] };
    }
    case 'empty':
      return { ...target, members: [] };
    case 'flag':
      return flagged(target, edit.flag);
    case 'route':
      return { ...target, unenroll: edit.route };
    case 'define': {
      const { definition } = target;
      if (!isDefinedHere(target.slot) || !definition) return target;
      return { ...target, definition: definedAs(definition.shape.name, edit.days) };
    }
    case 'id': {
      const { id, ...rest } = target;
      const name = target.definition?.shape.name;
      if (!isDefinedHere(target.slot)) return target;
      const found = at.facts.flows.find(({ definition }) => definition.name === name);
      return id === undefined && found ? { ...rest, id: found.id } : rest;
    }
    case 'unpull': {
      const { definition: _definition, ...rest } = target;
      return isDefinedHere(target.slot) ? target : rest;
    }
    case 'drop':
      return target;
    default:
      throw new Error(`no such edit: ${JSON.stringify(edit)}`);
  }
}

const twins: Partial<Record<TargetKey, TargetKey>> = {
  q4: 'q4b',
  q4b: 'q4',
  onboarding: 'onboardingB',
  onboardingB: 'onboarding',
};

function replaced(target: FileTarget, files: Files): FileTarget {
  const twin = twins[target.slot];
  if (twin === undefined || !isFree(files, twin)) return target;
  return { ...target, slot: twin, replaces: targetId(target) };
}

/** No target of the files has this id or key. */
function isFree(files: Files, slot: TargetKey): boolean {
  return !files.targets.some((target) => target.slot === slot || target.key === slot);
}

/** A sequence's line: sent by the rep who is not the target's sender, or by the target's again. */
function withOtherSender(
  line: Extract<Line, { readonly ref: Ref }>,
  { slot }: FileTarget,
  form: SenderForm | undefined,
): Line {
  const { sender: other, ...rest } = line;
  const own = menu[slot].sender;
  if (own === undefined || other !== undefined) return rest;
  const otherRep = own === menu.q4.sender ? 'paul@acme.example' : 'maria@acme.example';
  return { ...rest, sender: form ?? otherRep };
}

function flagged(target: FileTarget, flag: Flag): FileTarget {
  if (flag === 'onLeave') return { ...target, onLeave: target.onLeave === 'keep' ? 'unenroll' : 'keep' };
  if (flag === 'archive') return { ...target, retired: target.retired === 'archive' ? false : 'archive' };
  return { ...target, [flag]: !target[flag] };
}

function dayAfter(days: number, { facts }: Editing): string {
  return facts.day(new Date(Date.parse(facts.now) + days * 86_400_000).toISOString());
}

/** A person by the address that the history knows, or by the id of the contact that has it now. */
function refOf(who: number, byId: boolean, { facts }: Editing): Ref {
  const email = emailOf(who);
  if (!byId) return { email };
  return { id: facts.contact(email)?.id ?? facts.present(idOf(who)) };
}

function isWho(ref: Ref, who: number, { facts }: Editing): boolean {
  if (who === -1) return false;
  if ('email' in ref) return ref.email === emailOf(who);
  return ref.id === idOf(who) || facts.present(ref.id) === facts.contact(emailOf(who))?.id;
}

function banOf(edit: Extract<Edit, { readonly edit: 'ban' }>, at: Editing): Ban {
  const who = edit.who % at.people;
  if (edit.how === 'domain') return { domain: 'northwind.example' };
  const ref = refOf(who, edit.how === 'id', at);
  return ref;
}

function toggled<T>(all: readonly T[], one: T): readonly T[] {
  const name = JSON.stringify(one);
  const rest = all.filter((other) => JSON.stringify(other) !== name);
  return rest.length < all.length ? rest : [...all, one];
}

function sameRef(a: Ref, b: Ref): boolean {
  return isSame(a, b);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
