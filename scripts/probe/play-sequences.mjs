/**
 * The open points about sequences.
 *
 * @import { Contact, Play } from './play.mjs'
 */
import {
  base,
  createContact,
  enrollmentPath,
  hasCode,
  tooLong,
  userOf,
  waitForProperty,
  workflowIdOf,
} from './play.mjs';

/** @param {Play} play */
export async function playSequences(play) {
  const { send, inputs, variants, notes } = play;
  if (inputs.sequence === undefined || inputs.sender === undefined) return;
  const sender = await userOf(play, inputs.sender);
  if (sender === undefined) throw new Error(`No owner has the email ${inputs.sender}.`);
  const user = await send('seatNames', `GET /settings/users/2026-09-beta/${sender}`);
  if (user.status === 200) {
    const { seatNames } = user.body;
    variants.seatNames = Array.isArray(seatNames) ? 'shown' : 'absent';
    // HubSpot publishes no list of the names.
    if (Array.isArray(seatNames)) notes['seats of the sender'] = seatNames.join(', ');
  }
  const enroll = (
    /** @type {string} */ point,
    /** @type {string} */ id,
    /** @type {{ userId: string, email: string }} */ from,
  ) =>
    send(point, `POST ${base(play).sequences}/enrollments?userId=${from.userId}`, {
      contactId: id,
      sequenceId: inputs.sequence,
      senderEmail: from.email,
    });
  const contact = await createContact(play, 'enrolled');
  const first = await enroll('enroll', contact.id, { userId: sender, email: inputs.sender });
  if (first.status !== 200) {
    notes['sequence enrollment'] = `refused with ${first.status}: the points about sequences are not probed`;
    return;
  }
  notes['lag of hs_sequences_is_enrolled'] = await waitForProperty(play, contact.id, 'true');
  const again = await enroll('alreadyEnrolled', contact.id, { userId: sender, email: inputs.sender });
  if (again.status >= 400) {
    variants.alreadyEnrolled = again.status;
    variants.refusals = hasCode(again) ? 'coded' : 'prose';
  }
  const other = await createContact(play, 'refused');
  const wrongSender = await enroll('foreignSender', other.id, {
    userId: sender,
    email: `rollcall-probe-${play.run}-other@example.com`,
  });
  if (wrongSender.status >= 400) variants.foreignSender = wrongSender.status;
  const cases = /** @type {const} */ ([
    ['noInbox', inputs.senderWithoutInbox],
    ['noSeat', inputs.senderWithoutSeat],
  ]);
  for (const [name, email] of cases) {
    const userId = email === undefined ? undefined : await userOf(play, email);
    if (email === undefined || userId === undefined) continue;
    const { status } = await enroll(name, other.id, { userId, email });
    if (status >= 400) variants[name] = status;
  }
  const nameless = await createContact(play);
  const noEmail = await enroll('otherRefusals', nameless.id, { userId: sender, email: inputs.sender });
  if (noEmail.status >= 400) variants.otherRefusals = noEmail.status;
  await playEnd(play, contact);
}

/**
 * @param {Play} play
 * @param {Contact} contact
 */
async function playEnd(play, { id, email }) {
  const { send, inputs, variants, notes } = play;
  const workflowId = await workflowIdOf(play, inputs.unenrollWorkflow);
  if (workflowId === undefined) return;
  const { status } = await send('unenroll workflow', `POST ${enrollmentPath(workflowId, email ?? '')}`);
  if (status !== 204) return;
  const ended = await waitForProperty(play, id, 'false');
  notes['delay of the unenroll workflow'] = ended;
  if (ended === tooLong) return;
  const { status: after } = await send(
    'enrollmentAfterEnd',
    `GET ${base(play).sequences}/enrollments/contact/${id}`,
  );
  if (after === 404) variants.enrollmentAfterEnd = 'not-found';
  else if (after === 200) variants.enrollmentAfterEnd = 'present';
}
