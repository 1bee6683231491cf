import { loadFiles } from '../../commands/pipeline.ts';
import type { DesiredState, DesiredTarget } from '../../model/desired-state.ts';
import { compileEmailPattern, maskEmail, normalizeEmail } from '../../model/email.ts';
import { Failure } from '../../model/failure.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Enrollment, ObservedContact } from '../../model/observed-state.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { targetAddress } from '../../model/target.ts';
import { parsePerson } from '../contact-argument.ts';
import { findContact, type FoundContact } from '../find-contact.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { defineTool } from '../tool.ts';
import { filesArgument, type FilesArgs, pathsOf } from './files-argument.ts';

export const findContactTool = defineTool<FilesArgs & { readonly contact?: string }>({
  name: 'find_contact',
  title: 'Find a contact',
  description:
    'Returns the id of a contact, whether it can receive emails, its enrollments in the targets of the files, and the lines of the files that name it. Email addresses are masked.',
  input: {
    contact: { type: 'string', minLength: 1, maxLength: 254, description: 'An email or a contact id.' },
    ...filesArgument,
  },
  required: ['contact'],
  output: 'contactFound',
  run: async ({ files, contact: named = '' }, call) => {
    const paths = await pathsOf({ files }, call);
    const person = parsePerson(named);
    const { desired, diagnostics } = await loadFiles({ paths }, call.deps);
    if (!desired) throw new InvalidFiles(diagnostics);
    const contact = await findContact(person, desired, call);
    if (!contact) throw noSuchContact();
    const reasons = reasonsAgainst(contact);
    const enrollments = contact.enrollments.map((one) => enrollmentJson(one, contact.targets));
    const declared = declarationsOf(contact, desired);
    return {
      document: {
        formatVersion: outputFormatVersion,
        portalId: contact.portalId,
        contact: contactJson(contact),
        ...(contact.mergedIds.length > 0 ? { mergedIds: contact.mergedIds } : {}),
        canReceive: reasons.length === 0,
        ...(reasons.length > 0 ? { reasons } : {}),
        enrollments,
        declared,
      },
      summary: [
        `Contact ${contact.id} of account ${contact.portalId}: ${reasons.length === 0 ? 'can receive emails' : reasons.join(', ')}.`,
        ...enrollments.map(
          ({ kind, targetId, target, state }) =>
            `${state} in ${target ?? `${kind} ${targetId}, which is not in the files`}`,
        ),
        ...declared.map(
          ({ target, list, source }) => `${source.file}:${source.line} lists it in \`${list}\` of ${target}`,
        ),
        ...(declared.length === 0
          ? ['No line of a target names it. A HubSpot list may: explain shows that.']
          : []),
        ...suppressionsOf(contact, desired).map(
          ({ source: { file, line } }) =>
            `${file}:${line} in \`suppress\` matches it, so no target enrolls it`,
        ),
      ],
    };
  },
});

function noSuchContact(): Failure {
  return new Failure({
    code: 'no-such-contact',
    message: 'The account has no such contact.',
    help: 'Use the contact id in the address bar of HubSpot, or an email of the contact in HubSpot.',
  });
}

function contactJson({ id, email, uiDomain, portalId }: FoundContact) {
  const link = `https://${uiDomain}/contacts/${portalId}/record/0-1/${id}`;
  return { id, ...(email === undefined ? {} : { email: maskEmail(email) }), link };
}

function reasonsAgainst({
  optedOut,
  bounced,
  quarantined = false,
  email,
  unreadable,
}: ObservedContact): readonly string[] {
  const reasons = {
    'opted-out': optedOut,
    bounced,
    quarantined,
    'no-email': email === undefined,
    unreadable: unreadable !== undefined,
  };
  return Object.entries(reasons).flatMap(([reason, holds]) => (holds ? [reason] : []));
}

function enrollmentJson(enrollment: Enrollment, targets: readonly DesiredTarget[]) {
  const { kind, targetId, state, enrolledAt } = enrollment;
  const declared = targets.find((one) => one.kind === kind && one.id === targetId);
  const ended = enrollment.state === 'ended' ? { how: enrollment.how, endedAt: enrollment.endedAt } : {};
  return {
    kind,
    targetId,
    ...omitUndefined({ target: declared && targetAddress(declared) }),
    state,
    ...omitUndefined({ enrolledAt, ...ended }),
  };
}

/** Returns the entries of `suppress` that match a contact by any of its ids or emails. */
function suppressionsOf({ id, mergedIds, emails }: ObservedContact, { suppress }: DesiredState) {
  return suppress.filter(({ match }) => {
    if ('id' in match) return [id, ...mergedIds].includes(match.id);
    const matches = compileEmailPattern(match.email);
    return emails.some((email) => matches(normalizeEmail(email)));
  });
}

function declarationsOf({ id, mergedIds, emails }: ObservedContact, { targets }: DesiredState) {
  const ids = [id, ...mergedIds];
  return targets.flatMap((target) => {
    const people = (target.members ?? []).flatMap((entry) => (entry.type === 'person' ? [entry] : []));
    const lists = [
      { list: 'members', entries: people },
      { list: 'absent', entries: target.absent },
    ] as const;
    return lists.flatMap(({ list, entries }) =>
      entries
        .filter(
          ({ person }) =>
            (person.email !== undefined && emails.includes(person.email)) ||
            (person.id !== undefined && ids.includes(person.id)),
        )
        .map(({ source }) => ({ target: targetAddress(target), list, source })),
    );
  });
}
