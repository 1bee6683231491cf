/** The contact id of contact 0 of a world. Contact n has the id `firstContact + n`. */
export const firstContact = 1_000_001;
