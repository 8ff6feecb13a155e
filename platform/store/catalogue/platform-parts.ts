import { existsSync, readdirSync } from 'node:fs'
import type { Part } from '../migrate/read-migrations.ts'

/** The platform's parts with tables, in the order in which they may refer to each other: later to earlier ones. */
const order = [
  'store',
  'access',
  'sign-in',
  'audit',
  'outbox',
  'jobs',
  'http',
  'content',
  'assets',
  'intake',
  'facts',
  'events',
  'findings',
  'tags',
  'views',
  'boards',
  'notify',
  'alerts',
  'search-lists',
  'sla',
  'tickets',
  'commands',
  'tenants',
  'fleet',
  'scope',
  'search',
  'reports',
]

/** The migrations of the platform itself. A part that has none is left out. */
export function platformParts(): Part[] {
  return order
    .map((part) => ({ part, folder: new URL(`../../${part}/sql/`, import.meta.url) }))
    .filter(({ folder }) => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.sql')))
}
