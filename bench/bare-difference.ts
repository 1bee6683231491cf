/**
 * Does what the plainest script does with N declared members and N contacts that it has read: makes a map of each, and lists the
 * contacts to add and those that are in the sequence already. Prints the time and the peak memory of the process as JSON. Usage: `bare-difference.js N`.
 */
import { flatAddress } from './planning-input.ts';

interface Found {
  readonly email: string;
  readonly id: string;
  readonly line: number;
}

const count = Number(process.argv[2]);
const read = Array.from({ length: count }, (_none, index) => ({
  id: String(1_000_001 + index),
  email: flatAddress(index),
  // Half of the contacts are in the sequence, as in `planning-input.ts`.
  active: index % 2 === 0,
}));
const rows = Array.from({ length: count }, (_none, index) => ({
  email: flatAddress(index),
  line: index + 2,
}));

const from = performance.now();
const contacts = new Map(read.map((contact) => [contact.email, contact]));
const declared = new Map(rows.map((row) => [row.email, row]));
const toAdd: Found[] = [];
const present: Found[] = [];
for (const [email, { line }] of declared) {
  const contact = contacts.get(email);
  if (contact) (contact.active ? present : toAdd).push({ email, id: contact.id, line });
}
const milliseconds = performance.now() - from;
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  JSON.stringify({ milliseconds, megabytes, toAdd: toAdd.length, present: present.length }),
);
