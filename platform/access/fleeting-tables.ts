/**
 * Tables of what is worth nothing tomorrow and would be a danger in a copy: no backup holds their rows. A restored copy
 * would open invitations again that were taken back meanwhile.
 */
export const fleetingTables: readonly string[] = [
  'session',
  'sign_in_link',
  'invitation',
  'sign_in_attempt',
  'sign_in_count',
  'access_token',
]
