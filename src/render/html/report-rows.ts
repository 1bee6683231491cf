import type { Outcome, Report } from '../../model/report.ts';
import { linksOf } from '../view/links.ts';
import { emailOf } from '../view/contact-label.ts';
import type { PageData, PageStatus } from './page-data.ts';
import type { PageLine } from './row-writer.ts';
import { pageData } from './row-writer.ts';

/** Every outcome of an apply for its page, and the removals that are left for a person. */
export function reportRows(report: Report): PageData {
  return pageData(linesOf(report), { statuses, contactPage: linksOf(report).contactPage });
}

function* linesOf(report: Report): Generator<PageLine> {
  for (const outcome of report.outcomes)
    yield {
      status: outcome.status,
      ...personOf(outcome),
      target: { address: outcome.address.split('/', 1)[0] ?? '' },
      text: `${outcome.action}: ${outcome.reason}`,
      help: outcome.help,
      source: outcome.source,
    };
  for (const unchanged of report.manual)
    yield {
      status: 'manual',
      contactId: unchanged.contact?.id,
      who: emailOf(unchanged) ?? '',
      target: { address: unchanged.address.split('/', 1)[0] ?? '' },
      text: unchanged.reason,
      help: unchanged.help,
      source: unchanged.source,
    };
}

function personOf(outcome: Outcome): Pick<PageLine, 'contactId' | 'who'> {
  const id = outcome.contact?.id ?? outcome.address.split('/')[1];
  return { contactId: id, who: outcome.contact ? (emailOf(outcome) ?? '') : '' };
}

const statuses: readonly PageStatus[] = [
  { key: 'done', word: 'done', symbol: '+', tone: 'add' },
  { key: 'unknown', word: 'unknown', symbol: '?', tone: 'doubt' },
  { key: 'failed', word: 'failed', symbol: '!', tone: 'stop' },
  { key: 'blocked', word: 'blocked', symbol: '!', tone: 'stop' },
  { key: 'not-attempted', word: 'not attempted', symbol: '~', tone: 'wait' },
  { key: 'manual', word: 'manual', symbol: '!', tone: 'stop' },
];
