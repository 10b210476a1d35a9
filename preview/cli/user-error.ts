/** Something that the user can put right: printed without a stack trace, exit status 2. */
export class UserError extends Error {}

/** The program stopped, or the engine would refuse what it registered: exit status 1. */
export class ProgramError extends Error {}
