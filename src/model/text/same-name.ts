/** Returns the form of a name in which equal names are equal: HubSpot may trim it, and there are two ways to write an accent. */
export function comparableName(name: string): string {
  return name.normalize('NFC').trim();
}
