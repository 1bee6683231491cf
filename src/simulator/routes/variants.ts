/**
 * What nobody has published of HubSpot's behaviour: one named option for each open question, so that
 * a client can be tried against every answer.
 */
export interface Variants {
  /** The enrollment of a contact that was never in a sequence. */
  readonly enrollmentOfNever: 'not-found' | 'empty';
  /** The enrollment of a contact whose latest sequence is over. */
  readonly enrollmentAfterEnd: 'present' | 'not-found';
  /** Status of enrolling somebody who is in a sequence. */
  readonly alreadyEnrolled: 400 | 409;
  /** Status of sending from a user without a connected inbox. */
  readonly noInbox: 400 | 403;
  /** Status of sending from a user without a seat. */
  readonly noSeat: 400 | 403;
  /** Status of sending from an address that is not the user's. */
  readonly foreignSender: 400 | 403;
  /** v2: enrolling in a workflow that is switched off. `accepted` is 204 without effect. */
  readonly disabledWorkflow: 'accepted' | 'refused';
  /** v2: enrolling somebody who is on a suppression list. */
  readonly suppressedContact: 'accepted' | 'refused';
  /** v2: enrolling somebody who is in the workflow. */
  readonly alreadyInWorkflow: 'accepted' | 'refused';
  /** v2: unenrolling somebody who is not in the workflow. */
  readonly notInWorkflow: 'accepted' | 'not-found';
  /** Whether a service key may call v2 workflow enrollment. */
  readonly serviceKeyWorkflows: 'allowed' | 'forbidden';
  /** v2: the workflows of a contact that is in none. */
  readonly noWorkflows: 'empty' | 'not-found';
  /** v2: the workflows of a contact that is in exactly one. */
  readonly oneWorkflow: 'array' | 'object';
}

export const defaultVariants: Variants = {
  enrollmentOfNever: 'not-found',
  enrollmentAfterEnd: 'present',
  alreadyEnrolled: 400,
  noInbox: 400,
  noSeat: 403,
  foreignSender: 400,
  disabledWorkflow: 'accepted',
  suppressedContact: 'accepted',
  alreadyInWorkflow: 'accepted',
  notInWorkflow: 'accepted',
  serviceKeyWorkflows: 'allowed',
  noWorkflows: 'empty',
  oneWorkflow: 'array',
};
