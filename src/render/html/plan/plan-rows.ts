import { isContactChange, type Change, type ChangeTarget, type Plan } from '../../../model/results/plan.ts';
import { targetAddress } from '../../../model/target.ts';
import { changeEffect } from '../../view/plan/change-effect.ts';
import { displayEmail, type EmailLookup } from '../../view/contact-label.ts';
import { type Links, linksOf } from '../../view/links.ts';
import { type LineStatus, lineStatuses, statusWord } from '../../view/plan/target-counts.ts';
import { type PageData, pageData, type PageLine, type PageStatus, type PageTarget } from '../page-data.ts';
import { omitUndefined } from '../../../model/omit-undefined.ts';

/** Returns every entry of a plan for its page: changes in the order of the apply, then the others by status. */
export function planRows(plan: Plan, reveal: EmailLookup | undefined): PageData {
  const links = linksOf(plan);
  return pageData(linesOf(plan, { links, reveal }), {
    statuses: lineStatuses.map(statusOf),
    contactPage: links.contactPage,
  });
}

function* linesOf(
  plan: Plan,
  { links, reveal }: { readonly links: Links; readonly reveal: EmailLookup | undefined },
): Generator<PageLine> {
  const targetOf = cachedTargets(links);
  for (const change of plan.changes)
    yield {
      status: change.action,
      contactId: isContactChange(change) ? change.contact.id : undefined,
      who: (isContactChange(change) ? displayEmail(change, reveal) : undefined) ?? '',
      target: targetOf(change.target),
      sender: change.action === 'enroll' ? change.sender : undefined,
      text: changeText(change),
      source: change.source,
    };
  const unchanged = plan.unchanged.toSorted(
    (a, b) => lineStatuses.indexOf(a.status) - lineStatuses.indexOf(b.status),
  );
  for (const one of unchanged)
    yield {
      status: one.status,
      contactId: one.contact?.id,
      who: displayEmail(one, reveal) ?? '',
      target: targetOf(one.target),
      text: one.until === undefined ? one.reason : `${one.reason}; expected on ${one.until}`,
      help: one.help,
      source: one.source,
    };
}

function changeText(change: Change): string {
  const prefix = change.action === 'enroll' && change.reenroll ? 'again: ' : '';
  return prefix + changeEffect(change);
}

/** Returns one object per target instead of one per line. */
function cachedTargets(links: Links): (target: ChangeTarget) => PageTarget {
  const known = new Map<string, PageTarget>();
  return (target) => {
    const address = targetAddress(target);
    const found = known.get(address) ?? {
      address,
      ...omitUndefined({ name: target.name }),
      link: links.target(target),
    };
    known.set(address, found);
    return found;
  };
}

function statusOf(status: LineStatus): PageStatus {
  return { key: status, word: statusWord(status), ...statusStyles[status] };
}

/** The symbols are those of the text format. Marks show whether a contact is active before and after the apply. */
const statusStyles: Readonly<Record<LineStatus, Omit<PageStatus, 'key' | 'word'>>> = {
  enroll: { symbol: '+', tone: 'add', mark: '+' },
  unenroll: { symbol: '−', tone: 'remove', mark: '-' },
  archive: { symbol: '−', tone: 'remove' },
  'create-workflow': { symbol: '+', tone: 'add' },
  unknown: { symbol: '?', tone: 'doubt' },
  manual: { symbol: '!', tone: 'stop', mark: ' ' },
  blocked: { symbol: '!', tone: 'stop' },
  waiting: { symbol: '~', tone: 'wait' },
  'left-audience': { symbol: '~', tone: 'wait', mark: ' ' },
  orphan: { symbol: '~', tone: 'wait', mark: ' ' },
  unmanaged: { symbol: '~', tone: 'wait', mark: ' ' },
  ended: { symbol: '=', tone: 'quiet' },
  active: { symbol: '=', tone: 'quiet', mark: ' ' },
};
