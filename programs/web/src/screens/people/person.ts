import type { Sight } from './sight.ts'

/** A member, as `GET /members` tells it. */
export interface Member {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: string
  readonly state: string
  readonly sees: Sight
  /** Name of the provider by whose grant they are here; null for a member of this tenant's own. */
  readonly guestOf: string | null
  readonly since: string
}

/** A role, as `GET /roles` tells it. */
export interface Role {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly permissions: readonly string[]
  readonly isOwn: boolean
  readonly clonedFrom: string | null
  readonly members: number
}

/** An invitation, as `GET /people/invitations` tells it: never its link. */
export interface Invitation {
  readonly id: string
  readonly kind: 'join' | 'sign-in'
  readonly name: string
  readonly email: string | null
  readonly role: string
  readonly invitedBy: string
  readonly sees: Sight
  readonly state: 'open' | 'accepted' | 'revoked' | 'expired'
  readonly createdAt: string
  readonly expiresAt: string
  readonly acceptedAt: string | null
}

/** A link that was made just now. */
export interface MadeLink {
  readonly id: string
  readonly link: string
  readonly expiresAt: string
}

/** Who did something, without the id that follows the name. */
export const nameOf = (who: string) => who.replace(/ \([a-z]+_\w+\)$/, '')

/** A way in that this tenant gave to the provider that owns it, as `GET /grants` tells it. */
export interface Grant {
  readonly id: string
  readonly provider: { readonly id: string; readonly name: string }
  readonly role: string
  readonly state: 'living' | 'expired' | 'revoked'
  readonly grantedBy: string
  readonly grantedAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
  readonly guests: number
}
