/** Tables of what is worth nothing tomorrow and would be a danger in a copy: no backup holds their rows. */
export const fleetingTables: readonly string[] = ['session', 'sign_in_link']
