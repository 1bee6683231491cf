/** The outcomes of an apply that need a reader, grouped by cause. */
import type { HubSpotResponse } from '../../model/account.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Unchanged } from '../../model/results/plan.ts';
import type { Outcome, OutcomeStatus } from '../../model/results/report.ts';
import { contactLabel } from './contact-label.ts';
import { groupBy } from '../../model/group-by.ts';
import { formatNumber, formatPlace } from './format.ts';
import { type LineStyle, targetPart, unchangedStyles } from './line.ts';
import type { Links } from './links.ts';

/** The unknown outcomes, each with the steps that settle it. */
export interface UnknownSection {
  /** `Unknown: 1. rollcall does not know whether HubSpot enrolled this contact.` */
  readonly title: string;
  readonly items: readonly UnknownItem[];
}

export interface UnknownItem extends OutcomeEntry {
  readonly target: string;
  /** What rollcall knows: `no usable response to the request at 09:00:12 UTC (…); …. rollcall does not send it again.` */
  readonly text: string;
  readonly help?: string;
  /** Absent if the next plan reads the outcome. */
  readonly steps?: {
    /** The page of the contact in HubSpot. */
    readonly link: string;
    /** `If the contact was enrolled in "Q4 outbound"`. */
    readonly condition: string;
    readonly command: string;
    /** The command for the other finding. */
    readonly otherwise: string;
  };
}

/** The outcomes of one target with the same cause and next step. */
export interface OutcomeGroup extends LineStyle {
  /** `sequences.q4-outbound`. */
  readonly target: string;
  readonly reason: string;
  readonly help?: string;
  /** HubSpot's response, if it is the same for all entries. */
  readonly response?: string;
  readonly entries: readonly OutcomeEntry[];
}

/** One contact; for a change of a whole target, the subject is its address. */
export interface OutcomeEntry extends LineStyle {
  /** `enroll`, `manual`. */
  readonly word: string;
  readonly subject: string;
  readonly contactId?: string;
  /** The page of the contact in HubSpot, for entries that require manual work there. */
  readonly link?: string;
  /** `enrollments.yaml:16`, or empty. */
  readonly place: string;
  /** HubSpot's response, if the entries of the group have different ones. */
  readonly response?: string;
}

/** Returns the unknown outcomes, each with its steps. */
export function unknownSection(outcomes: readonly Outcome[], links: Links): UnknownSection {
  const [verb, noun] = outcomes.every(({ action }) => action === 'enroll')
    ? ['enrolled', 'contact']
    : ['applied', 'change'];
  const these = outcomes.length === 1 ? `this ${noun}` : `these ${noun}s`;
  return {
    title: `Unknown: ${formatNumber(outcomes.length)}. rollcall does not know whether HubSpot ${verb} ${these}.`,
    items: outcomes.map((outcome) => unknownItem(outcome, links)),
  };
}

function unknownItem(outcome: Outcome, links: Links): UnknownItem {
  const { address, action, reason, help, response } = outcome;
  const contactId = contactIdOf(outcome);
  const isEnroll = action === 'enroll';
  const name = outcome.target?.name === undefined ? targetPart(address) : `"${outcome.target.name}"`;
  const resolve = `rollcall resolve ${address}`;
  const hasSteps = (action === 'enroll' || action === 'unenroll') && contactId !== undefined;
  // The steps below contain the same commands.
  const extra = hasSteps && help?.includes(resolve) ? undefined : help;
  return {
    ...entryOf(outcome),
    target: targetPart(address),
    text: `${reason}.${isEnroll ? ' rollcall does not send it again.' : ''}`,
    ...omitUndefined({ help: extra, response: response && responseText(response) }),
    ...(hasSteps
      ? {
          steps: {
            link: links.contact(contactId),
            condition: `If the contact ${isEnroll ? 'was enrolled' : 'is still enrolled'} in ${name}`,
            command: `${resolve} --enrolled`,
            otherwise: `${resolve} --not-enrolled`,
          },
        }
      : {}),
  };
}

/** Groups outcomes of one status by target, cause and next step. */
export function outcomeGroups(outcomes: readonly Outcome[]): readonly OutcomeGroup[] {
  const keyOf = ({ address, reason, help }: Outcome): string =>
    `${targetPart(address)}\n${reason}\n${help ?? ''}`;
  return [...groupBy(outcomes, keyOf).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { address, status, reason, help } = first;
    const responses = new Set(same.map(({ response }) => response && responseText(response)));
    const [common] = responses.size === 1 ? responses : [];
    return [
      {
        ...outcomeStyles[status],
        target: targetPart(address),
        reason,
        ...omitUndefined({ help, response: common }),
        entries: same.map((outcome) => ({
          ...entryOf(outcome),
          ...(common === undefined && outcome.response ? { response: responseText(outcome.response) } : {}),
        })),
      },
    ];
  });
}

function entryOf(outcome: Outcome): OutcomeEntry {
  return {
    ...outcomeStyles[outcome.status],
    word: outcome.action,
    subject: outcome.contact ? contactLabel(outcome) : outcome.address,
    ...omitUndefined({ contactId: outcome.contact?.id }),
    place: outcome.source ? formatPlace(outcome.source) : '',
  };
}

/** Returns the contact id of an outcome, also if the contact is gone. */
export function contactIdOf({ address, contact }: Outcome): string | undefined {
  const [, id] = address.split('/');
  return contact?.id ?? (id !== undefined && /^\d+$/u.test(id) ? id : undefined);
}

/** Groups removals that are left for manual work by target, cause and next step. */
export function manualGroups(manual: readonly Unchanged[]): readonly OutcomeGroup[] {
  const keyOf = ({ address, reason, help }: Unchanged): string =>
    `${targetPart(address)}\n${reason}\n${help ?? ''}`;
  return [...groupBy(manual, keyOf).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    return [
      {
        ...unchangedStyles.manual,
        target: targetPart(first.address),
        reason: first.reason,
        ...omitUndefined({ help: first.help }),
        entries: same.map((one) => ({
          ...unchangedStyles.manual,
          word: 'manual',
          subject: contactLabel(one),
          ...omitUndefined({ contactId: one.contact?.id, link: one.contact?.link }),
          place: one.source ? formatPlace(one.source) : '',
        })),
      },
    ];
  });
}

/** Returns HubSpot's response in one line: `400 SequenceError.NO_INBOX, correlation id 12ab`. */
function responseText({ request, status, code, message, correlationId }: HubSpotResponse): string {
  if (status === undefined) return `no response to ${request}`;
  const what = code ?? message;
  return [
    `${status}${what === undefined ? '' : ` ${what}`}`,
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ].join(', ');
}

const outcomeStyles: Readonly<Record<OutcomeStatus, LineStyle>> = {
  done: { tone: 'add', symbol: '+' },
  failed: { tone: 'stop', symbol: '!' },
  blocked: { tone: 'stop', symbol: '!' },
  unknown: { tone: 'doubt', symbol: '?' },
  'not-attempted': { tone: 'wait', symbol: '~' },
};
