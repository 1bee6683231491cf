import type { Address } from '../../model/target.ts';

/** A command for one contact, as the planner writes it for all contacts with the same reason. */
const template = /rollcall resolve ADDRESS --([a-z-]+)/u;

/** Returns a help text with a command that can be run as it is printed: with the address, or with a file of several ones. */
export function withAddresses(help: string, addresses: readonly Address[]): string {
  const [first] = addresses;
  if (first === undefined) return help;
  return help.replace(template, (_, outcome: string) =>
    addresses.length === 1
      ? `rollcall resolve ${first} --${outcome}`
      : `rollcall resolve --file FILE, with a line for each contact, such as \`${first} ${outcome}\``,
  );
}
