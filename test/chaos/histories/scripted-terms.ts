/** Short histories of pace, rotation, conditions and refusals. */
import { reps } from '../menu.ts';
import {
  apply,
  applySaved,
  applyWith,
  edit,
  flag,
  hand,
  historyOf,
  member,
  noMember,
  save,
  undo,
  wait,
} from './builders.ts';
import type { Condition, Pace, SenderForm } from './files.ts';
import type { Edit, Hand, History, Step } from './history.ts';

const [maria, paul] = reps;
const everyone = [member(0), member(1), member(2), member(3)];
const rotation: Edit = senders({ rotate: [maria, paul] });
const rotationNext: SenderForm = { rotate: [maria, paul], whenFull: 'next' };
const rotationOn: Edit = senders(rotationNext);
const perSender: Edit = { edit: 'sender-limit', perDay: 1 };
const bounced: Hand = { what: 'refuse', who: 0, code: 'RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY' };
const retry: Step = { do: 'retry', target: 0, who: 0 };
const again = [0, 1, 2, 3].map((who): Edit => ({ edit: 'since', target: 0, who, days: 0 }));
const stage: Condition = { property: 'lifecyclestage', not: ['customer'] };

function pace(of: Pace): Edit {
  return { edit: 'pace', target: 0, pace: of };
}

function senders(form: SenderForm, target = 0): Edit {
  return { edit: 'senders', target, form };
}

function require(condition: Condition, of: 'target' | 'audience' = 'target'): Edit {
  return { edit: 'require', target: 0, of, condition };
}

function set(who: number, property: string, value: string): Step {
  return hand({ what: 'set', who, property, value });
}

export const termHistories: Readonly<Record<string, History>> = {
  'terms: a pace of one a day': historyOf(
    ['q4'],
    [edit(...everyone, pace({ perDay: 1 })), apply, apply, wait(0.6), apply, wait(1), apply],
  ),
  'terms: a pace of two a day, under an id that is replaced on that day': historyOf(
    ['q4'],
    [
      edit(...everyone, pace({ perDay: 2 })),
      apply,
      edit({ edit: 'replace', target: 0 }),
      apply,
      wait(1),
      apply,
    ],
  ),
  'terms: the days of a pace': historyOf(
    ['q4', 'onboarding'],
    [edit(member(0), member(1, { target: 1 }), pace({ days: ['tue'] })), apply, wait(1), apply],
  ),
  'terms: a freeze window within a pace': historyOf(
    ['q4'],
    [edit(...everyone, pace({ perDay: 1 }), { edit: 'freeze', days: 1, length: 2 }), apply, wait(1), apply],
  ),
  'terms: a contact that HubSpot refuses, and its pace': historyOf(
    ['q4'],
    [edit(...everyone, pace({ perDay: 1 })), hand(bounced), apply, apply, apply, wait(1), apply],
  ),
  'terms: a refusal that a person clears': historyOf(
    ['q4'],
    [edit(member(0)), hand(bounced), apply, hand({ what: 'allow', who: 0 }), apply, retry, apply],
  ),
  'terms: a refusal that a new email ends': historyOf(
    ['q4'],
    [edit(member(0)), hand(bounced), apply, hand({ what: 'new-email', who: 0 }), apply],
  ),
  'terms: a refusal that a later `since` ends': historyOf(
    ['q4'],
    [edit(member(0)), hand(bounced), apply, edit({ edit: 'since', target: 0, who: 0, days: 0 }), apply],
  ),
  'terms: a sender that HubSpot refuses, and then the order of the turns': historyOf(
    ['q4'],
    [
      edit(...everyone, { edit: 'sender', target: 0, who: 0 }, pace({ perDay: 1 })),
      hand({ what: 'refuse-sender', rep: 1, code: 'SEND_LIMIT_EXCEEDED' }),
      apply,
      apply,
      hand({ what: 'allow-sender', rep: 1 }),
      apply,
    ],
  ),
  'terms: an inbox without a connection, with status 500': historyOf(
    ['q4'],
    [
      edit(...everyone),
      hand({ what: 'disconnect', rep: 0 }),
      apply,
      hand({ what: 'reconnect', rep: 0 }),
      apply,
    ],
    { variants: { noInbox: 500 } },
  ),
  'terms: a rotation': historyOf(['q4'], [edit(...everyone, rotation), apply]),
  'terms: contacts keep the rep of a full day': historyOf(
    ['q4'],
    [
      edit(...everyone, rotationOn, perSender),
      apply,
      wait(1),
      apply,
      wait(40),
      edit(perSender, ...again),
      apply,
    ],
  ),
  'terms: a contact that waits for its pace, and the day of its rep': historyOf(
    ['q4', 'renewal'],
    [
      edit(member(0), member(1), pace({ days: ['tue'] }), { edit: 'sender-limit', perDay: 2 }),
      edit(member(2, { target: 1 }), member(3, { target: 1 }), senders(rotationNext, 1)),
      apply,
      wait(1),
      apply,
    ],
  ),
  'terms: a stopped rep of a rotation': historyOf(
    ['q4'],
    [
      edit(...everyone, rotationOn),
      hand({ what: 'disconnect', rep: 1 }),
      apply,
      apply,
      hand({ what: 'reconnect', rep: 1 }),
      apply,
    ],
  ),
  'terms: undo of a run whose request has no known outcome': historyOf(
    ['q4'],
    [
      edit(member(0)),
      applyWith({
        faults: [{ route: 'POST /automation/sequences/*', kind: 'reset', handled: false, nth: 1 }],
        incident: { kind: 'crash', at: { call: 'lease.settle', nth: 2, edge: 'before' } },
      }),
      undo(),
      apply,
    ],
  ),
  'terms: the owner of a contact, and a fallback': historyOf(
    ['q4'],
    [
      set(1, 'hubspot_owner_id', '88102'),
      set(2, 'hubspot_owner_id', ''),
      edit(...everyone, senders({ prefer: 'contact-owner', fallback: paul })),
      apply,
    ],
  ),
  'terms: a condition, then another value': historyOf(
    ['q4'],
    [
      set(0, 'firstname', ''),
      edit(member(0), require({ property: 'firstname' })),
      apply,
      set(0, 'firstname', 'P'),
      apply,
    ],
  ),
  'terms: conditions of an audience, and a line of the target': historyOf(
    ['q4'],
    [
      set(0, 'lifecyclestage', 'customer'),
      set(1, 'lifecyclestage', 'customer'),
      edit(member(0, { as: 'audience' }), member(1), require(stage, 'audience')),
      apply,
    ],
  ),
  'terms: a saved plan, and a condition that is no longer met': historyOf(
    ['q4'],
    [edit(member(0), member(1), require(stage)), save, set(0, 'lifecyclestage', 'customer'), applySaved],
  ),
  'terms: a condition of contacts that are enrolled': historyOf(
    ['onboarding'],
    [
      edit(member(0), require(stage), flag('activeList')),
      apply,
      set(0, 'lifecyclestage', 'customer'),
      apply,
      edit(noMember(0)),
      apply,
    ],
  ),
};
