import { compareVersions } from '@holdfast/kit/versions'
import { type Static, Type } from 'typebox'
import type { TenantTransaction } from '../../contract/index.ts'
import { type SourceStanding, sourceStandings } from '../../fleet/index.ts'
import { type ListedSource, readSources } from '../../intake/index.ts'
import { composeEntity } from '../../search/index.ts'
import type { AgentFiles } from '../agent/agent-files.ts'
import { instant } from '../conventions/reply-schemas.ts'
import { silentMinutes, sourceEntity } from '../entities/source-entity.ts'
import type { Searchable } from '../search/searchable.ts'
import { orNull } from './finding-schemas.ts'

export const sourceSchema = Type.Object({
  id: Type.String({ description: 'Public id: src_…' }),
  kind: Type.String(),
  name: Type.String(),
  status: Type.Enum(['active', 'revoked']),
  /** In plain words of one: is it well? */
  health: Type.Enum(['well', 'quiet', 'silent', 'never-heard', 'changed', 'revoked'], {
    description:
      'quiet: its profile tells it to send nothing at this moment. changed: files of its own program are not as they were delivered.',
  }),
  network: Type.String(),
  key: orNull(Type.Object({ id: Type.String(), name: Type.String() })),
  modules: orNull(Type.Array(Type.String(), { description: 'Apps whose collectors it may run; null for all.' })),
  profile: orNull(Type.Object({ id: Type.String(), name: Type.String() })),
  profileBecause: Type.String({ description: 'Why it has this profile, in words.' }),
  configuration: Type.Enum(['none', 'same', 'behind', 'refused', 'unable'], {
    description:
      'Whether it works as it is told: behind: not yet. refused: it went back, since that broke its connection. unable: its version cannot.',
  }),
  configurationBecause: orNull(Type.String({ description: 'Why it went back.' })),
  integrity: orNull(Type.Enum(['whole', 'changed', 'unsigned'])),
  integrityProblems: Type.Array(Type.String(), { description: 'What of its own program is not as it was delivered.' }),
  enrolledAt: instant('When it enrolled.'),
  lastSeenAt: orNull(instant('When it was last heard of.')),
  agentVersion: orNull(Type.String()),
  updateTo: orNull(
    Type.String({ description: 'Version that this server hands out, where the agent runs an older one.' }),
  ),
  platform: orNull(Type.String()),
  capabilities: Type.Union([Type.Array(Type.String()), Type.Null()]),
  clockOffsetMs: Type.Union([Type.Number(), Type.Null()], { description: 'By how much its clock is ahead.' }),
  waiting: Type.Union([Type.Integer(), Type.Null()], { description: 'Envelopes on its own disk.' }),
  cloneSeenAt: orNull(instant('When another machine with the same key was noticed.')),
  assets: Type.Array(Type.String(), { description: 'Public ids of assets it tells of; ten at most.' }),
  pending: Type.Integer({ description: 'Envelopes that are stored and not applied yet.' }),
  setAside: Type.Integer({ description: 'Records that could not be applied and wait.' }),
  conflicts: Type.Integer(),
  version: Type.Integer(),
})

/** Sources as the query language asks for them. */
export const sourcesAsked = { entity: composeEntity(sourceEntity, []), permission: 'sources:read' } as const

/** The list of sources. `files`: what this server hands out, to say which agents run an older version. */
export const sourceList = (files: AgentFiles): Searchable => ({
  path: '/sources',
  summary: 'Sources, newest first',
  ...sourcesAsked,
  item: sourceSchema,
  columns: {
    state: ['health'],
    version: ['agentVersion'],
    profile: ['profile', 'name'],
    key: ['key', 'name'],
    lastSeen: ['lastSeenAt'],
    enrolled: ['enrolledAt'],
  },
  usualColumns: [
    'name',
    'state',
    'kind',
    'version',
    'platform',
    'network',
    'profile',
    'key',
    'lastSeen',
    'enrolled',
    'id',
  ],
  select: { sourceId: 's.source_id' },
  async shape(tx, rows) {
    const ids = rows.map(({ sourceId }) => Number(sourceId))
    const found = await readSources(tx, ids)
    const standings = await sourceStandings(tx, ids, Date.now())
    // One that was purged a moment ago is in the list no more.
    return ids.flatMap((id) => {
      const source = found.get(id)
      return source ? [shown(source, standings.get(id), files)] : []
    })
  },
})

export async function shownSource(tx: TenantTransaction, source: ListedSource, files: AgentFiles) {
  return shown(source, (await sourceStandings(tx, [source.sourceId], Date.now())).get(source.sourceId), files)
}

function shown(
  { sourceId: _, ...source }: ListedSource,
  standing: SourceStanding | undefined,
  files: AgentFiles,
): Static<typeof sourceSchema> {
  const { wanted } = standing ?? {}
  return {
    ...source,
    health: healthOf(source, standing),
    modules: wanted?.modules ? [...wanted.modules] : null,
    profile: wanted?.profile ?? null,
    profileBecause: wanted?.tag
      ? `An asset of it has the tag “${wanted.tag.name}”.`
      : wanted?.profile
        ? 'It is the default profile, and no other is for its assets.'
        : 'No profile is for its assets, and there is no default one.',
    configuration: standing?.configuration ?? 'none',
    configurationBecause: standing?.refusedBecause ?? null,
    integrity: standing?.integrity ?? null,
    integrityProblems: [...(standing?.integrityProblems ?? [])],
    updateTo: isBehind(source, files) ? files.version() : null,
    capabilities: source.capabilities && [...source.capabilities],
    assets: [...source.assets],
  }
}

function healthOf(
  { status, lastSeenAt }: Omit<ListedSource, 'sourceId'>,
  standing: SourceStanding | undefined,
): Static<typeof sourceSchema>['health'] {
  if (status !== 'active') return 'revoked'
  if (standing?.integrity === 'changed') return 'changed'
  if (lastSeenAt === null) return 'never-heard'
  if (Date.now() - Date.parse(lastSeenAt) <= silentMinutes * 60_000) return 'well'
  return standing?.isQuiet ? 'quiet' : 'silent'
}

function isBehind(
  { kind, status, platform, agentVersion }: Omit<ListedSource, 'sourceId'>,
  files: AgentFiles,
): boolean {
  if (kind !== 'agent' || status !== 'active' || agentVersion === null) return false
  if (!files.platforms().includes(platform ?? '')) return false
  return (compareVersions('semver', agentVersion, files.version()) ?? 0) < 0
}
