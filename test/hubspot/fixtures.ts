/** A contact, a sender and a workflow of the scripted account. */
import { trustEmail } from '../../src/model/email.ts';
import type { ObservedContact } from '../../src/model/observed-state.ts';

/** Active in sequence 5. */
export const contact: ObservedContact = {
  id: '1042',
  email: trustEmail('ana+q4@northwind.example'),
  emails: [trustEmail('ana+q4@northwind.example')],
  mergedIds: [],
  optedOut: false,
  bounced: false,
  enrollments: [{ kind: 'sequence', targetId: '5', id: '77', state: 'active' }],
};

export const sender = { email: 'maria@acme.example', userId: '7001' };

/** HubSpot's JSON of a workflow that can enroll contacts. */
export const flow = {
  id: '900',
  name: 'Onboarding',
  isEnabled: true,
  type: 'CONTACT_FLOW',
  objectTypeId: '0-1',
  flowType: 'WORKFLOW',
  revisionId: '3',
};
