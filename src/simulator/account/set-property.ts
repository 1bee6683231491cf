import type { SimulatedAccount } from './account.ts';
import type { SeedContact } from './account-seed.ts';
import { enrollByTrigger, isTriggeredBy } from './workflow-rules.ts';

/** Sets a property of a contact, and enrolls the contact in the workflows that the new value starts. */
export function setProperty(
  account: SimulatedAccount,
  contact: SeedContact,
  { name, value }: { readonly name: string; readonly value: string },
): void {
  contact.updatedAt = account.head.now;
  // An unchanged value triggers no workflow.
  if (contact.properties[name] === value) return;
  contact.properties[name] = value;
  for (const flow of account.flows.values()) {
    if (isTriggeredBy(flow, name, value)) enrollByTrigger(account, flow, contact);
  }
}
