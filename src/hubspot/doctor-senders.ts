import type { DesiredTarget, Sender } from '../model/desired-state.ts';
import type { Source } from '../model/diagnostic.ts';
import { normalEmail } from '../model/email.ts';
import type { Check } from '../model/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { ObservedSender } from '../model/observed-state.ts';
import type { Api } from './http/api.ts';
import { examining, failed, ok } from './doctor/check-results.ts';
import { readSenders } from './read/owners.ts';

/** Whether every rep that the files name is a user, and who is. */
export async function examineSenders(
  api: Api,
  targets: readonly DesiredTarget[],
): Promise<{
  readonly checks: readonly Check[];
  readonly senders: ReadonlyMap<string, ObservedSender>;
}> {
  const wanted = sendersIn(targets);
  let senders: ReadonlyMap<string, ObservedSender> = new Map();
  const checks = await examining('senders', 'The senders', async () => {
    senders = await readSenders(api, { emails: [...wanted.keys()], all: false });
    return [...wanted].map(([email, source]) => senderCheck(email, source, senders.get(email)));
  });
  return { checks, senders };
}

/** Every sender named, with the first place that names it. */
function sendersIn(targets: readonly DesiredTarget[]): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const add = (sender: Sender | undefined, source: Source): void => {
    if (sender === undefined || sender === 'contact-owner') return;
    const email = normalEmail(sender.email);
    if (!found.has(email)) found.set(email, source);
  };
  for (const target of targets) {
    if (target.kind !== 'sequence') continue;
    add(target.sender, target.source);
    for (const entry of target.members ?? []) add(entry.sender, entry.source);
  }
  return found;
}

function senderCheck(email: string, source: Source, found: ObservedSender | undefined): Check {
  const area = 'senders';
  if (!found) {
    const message = `${email} is no user of the account`;
    return failed({ area, code: 'sender-missing', message, source }, noSender, ExitCode.invalidConfiguration);
  }
  const message = `${email} is user ${found.userId}. HubSpot does not tell whether the seat and the inbox are there: the first enrollment will`;
  return ok({ area, code: 'sender', message, source });
}

const noSender =
  'Correct the address, or add the user in HubSpot with a Sales or Service Hub seat and a connected inbox.';
