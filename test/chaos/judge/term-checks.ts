/** Checks of sentences about conditions, remembered refusals, turns and senders. */
import { contactOf } from './about.ts';
import type { About, Groups } from './about.ts';
import { historyOf } from './judge-terms.ts';
import { conditionWords, unmetConditions } from './require.ts';
import { isRefused, isStopped, latestRequests, refusalWords } from './requests.ts';
import type { EnrollRequest } from './requests.ts';
import { allowedSenders, firstByHash, recordedSender } from './senders.ts';
import type { Asked } from './senders.ts';
import { membersOf, targetOf } from './wanted.ts';

function askedOf(about: About): Asked | undefined {
  const { facts, files, book, targetId } = about;
  const target = targetOf(files, targetId);
  const contact = contactOf(about);
  const wanted = target && contact && membersOf(target, facts, book).get(contact.id);
  return wanted && { target, contact, wanted, facts };
}

/** The declared conditions that the contact does not meet, as plans word them. */
export function unmetOf(about: About): readonly string[] {
  const asked = askedOf(about);
  return asked ? unmetConditions(asked.target, asked.wanted, asked.contact).map(conditionWords) : [];
}

export function requires({ conditions = '' }: Groups, about: About): string | undefined {
  const unmet = unmetOf(about).join(', ');
  return unmet === conditions ? undefined : `it does not meet: ${unmet || 'nothing'}`;
}

/** Refusals of the contact that HubSpot gave, and that nothing has ended. */
function refusalsOf(about: About): readonly EnrollRequest[] {
  const { book, facts, group, ids, targetId, files } = about;
  const target = targetOf(files, targetId);
  const contact = contactOf(about);
  if (!target || !contact) return [];
  const since = membersOf(target, facts, book).get(contact.id)?.since;
  const latest = latestRequests(book.memory.requests, { ids, group, since }, facts);
  return latest.filter((one) => isRefused(one, contact.email));
}

export function wasRefused({ on, why = '' }: Groups, about: About): string | undefined {
  const { facts } = about;
  const found = refusalsOf(about);
  const isTrue = found.some(
    ({ at, answer }) =>
      facts.day(at) === on && 'code' in answer && refusalWords[answer.code]?.test(why) === true,
  );
  if (isTrue) return undefined;
  const shown = found.map(({ at, answer }) => `${'code' in answer ? answer.code : ''} at ${at}`).join(', ');
  return `refused with: ${shown || 'nothing that holds now'}`;
}

/** A refusal that the ledger must remember: nothing kept it from rollcall. */
export function mustBeRefused(about: About): string | undefined {
  const own = { ...about, ids: new Set(about.contactId === undefined ? [] : [about.contactId]) };
  const found = refusalsOf(own).find(({ isHeard }) => isHeard);
  return found && 'code' in found.answer
    ? `HubSpot refused the contact with ${found.answer.code} at ${found.at}`
    : undefined;
}

/** `maria@acme.example: passed on from paul@acme.example (…), the choice for this contact id among 2 …`. */
export function rotates(groups: Groups, about: About): string | undefined {
  const { sender = '', from, run, on, among, full } = groups;
  const asked = askedOf(about);
  const allowed = asked && allowedSenders(asked);
  const target = targetOf(about.files, about.targetId);
  if (!asked || !allowed?.rotation || !target) return 'no rotation sends to the contact';
  const { book, facts } = about;
  const own = from ?? sender;
  if (!allowed.senders.includes(sender)) return `declared ${allowed.senders.join(' or ')}`;
  const recorded = recordedSender(asked, historyOf(target, book), book);
  if (among !== undefined) {
    if (recorded !== undefined) return `the latest request was from ${recorded}`;
    const first = firstByHash(allowed.senders, asked.contact.id);
    if (first !== own) return `the choice is ${first ?? 'none'}`;
    if (Number(among) !== allowed.senders.length) return `${allowed.senders.length} senders rotate`;
  }
  if (run !== undefined) {
    const isTrue = book.memory.requests.some(
      (one) =>
        one.sender === own &&
        one.run === Number(run) &&
        facts.day(one.at) === on &&
        facts.present(one.contactId) === asked.contact.id,
    );
    if (!isTrue || recorded !== own) return `the latest request was from ${recorded ?? 'no sender'}`;
  }
  if (from === undefined) return undefined;
  if (full !== undefined) return about.files.limits.perSenderPerDay === undefined ? 'no limit' : undefined;
  return isStopped(book.memory.requests, from) ? undefined : `the last answer to ${from} was no refusal`;
}
