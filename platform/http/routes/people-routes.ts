import type { Permission, Route } from '../../contract/index.ts'
import { invitationRoutes } from './people/invitation-routes.ts'
import { memberRoutes } from './people/member-routes.ts'
import { roleRoutes } from './people/role-routes.ts'
import { unitRoutes } from './people/unit-routes.ts'
import { blueprintRoutes } from './tenants/blueprint-routes.ts'
import { grantRoutes } from './tenants/grant-routes.ts'

/**
 * Who is here, with which roles, who is invited, and by which grant guests come, and what a provider gives to its tenants. `all` gives the permissions that exist, `address` how people reach
 * this server: `https://holdfast.example:8443`.
 */
export function peopleRoutes(all: () => ReadonlySet<Permission>, address: () => string): readonly Route[] {
  const link = (secret: string) => `${address()}/join#${secret}`
  return [
    ...memberRoutes(all, link),
    ...invitationRoutes(all, link),
    ...roleRoutes(all),
    ...unitRoutes,
    ...grantRoutes(all),
    ...blueprintRoutes(all),
  ]
}
