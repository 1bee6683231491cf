/** One entry of a plan as every format shows it: action or status, contact, text, and source line. */
import type { Change, Unchanged, UnchangedStatus } from '../../model/results/plan.ts';
import { type Address, targetAddress } from '../../model/target.ts';
import { contactLabel, type EmailLookup } from './contact-label.ts';
import { formatPlace } from './format.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** How a line is colored. It carries no meaning that the word does not also carry. */
export type Tone = 'add' | 'remove' | 'wait' | 'stop' | 'doubt' | 'quiet';

export interface Line {
  readonly tone: Tone;
  /** `+ - ~ ! ? =`; always shown next to the word. */
  readonly symbol: string;
  readonly word: string;
  /** The label of the contact, or the address if the line is about a whole target or has no contact. */
  readonly subject: string;
  readonly text: string;
  /** Absent if the line is not about a contact that HubSpot has. */
  readonly contactId?: string;
  /** The contact's page in HubSpot, for lines that require manual work there. */
  readonly link?: string;
  /** `file:line`, or empty. */
  readonly place: string;
  readonly help?: string;
}

export interface LineOptions {
  readonly reveal?: EmailLookup | undefined;
  /** Put the target before the text, for lines outside the section of their target. */
  readonly withTarget: boolean;
}

/** Returns the line of an entry without a change. */
export function unchangedLine(unchanged: Unchanged, options: LineOptions): Line {
  const { tone, symbol } = unchangedStyles[unchanged.status];
  return {
    tone,
    symbol,
    word: unchanged.status,
    subject: contactLabel(unchanged, options.reveal),
    ...(unchanged.contact ? { contactId: unchanged.contact.id } : {}),
    ...(unchanged.help === undefined || unchanged.contact?.link === undefined
      ? {}
      : { link: unchanged.contact.link }),
    text: prefixTarget(unchanged, unchanged.reason, options),
    place: unchanged.source ? formatPlace(unchanged.source) : '',
    ...omitUndefined({ help: unchanged.help }),
  };
}

/** The color and symbol of each action. */
export const changeStyles: Readonly<Record<Change['action'], LineStyle>> = {
  enroll: { tone: 'add', symbol: '+' },
  unenroll: { tone: 'remove', symbol: '-' },
  archive: { tone: 'remove', symbol: '-' },
};

/** The color and symbol of each status without a change. */
export const unchangedStyles: Readonly<Record<UnchangedStatus, LineStyle>> = {
  active: { tone: 'quiet', symbol: '=' },
  ended: { tone: 'quiet', symbol: '=' },
  waiting: { tone: 'wait', symbol: '~' },
  blocked: { tone: 'stop', symbol: '!' },
  unknown: { tone: 'doubt', symbol: '?' },
  unmanaged: { tone: 'wait', symbol: '~' },
  manual: { tone: 'stop', symbol: '!' },
  'left-audience': { tone: 'wait', symbol: '~' },
  orphan: { tone: 'wait', symbol: '~' },
};

/** The color and the symbol of a line. */
export type LineStyle = Pick<Line, 'tone' | 'symbol'>;

/** Returns the target's part of an address: `sequences.q4-outbound` of `sequences.q4-outbound/1042`. */
export function targetPart(address: Address): Address {
  return address.split('/', 1)[0] ?? address;
}

function prefixTarget(item: Change | Unchanged, text: string, options: LineOptions): string {
  return options.withTarget ? `${targetAddress(item.target)}: ${text}` : text;
}
