/** The id of person 0 of a world; that of person n is n more. */
export const firstContact = 1_000_001;
