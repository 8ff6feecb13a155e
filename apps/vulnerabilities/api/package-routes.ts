import { countHolders, type Installed, installedNamed, packagesStarting } from '@holdfast/inventory/public'
import { defineRoute, type Route, severities } from '@holdfast/platform/contract'
import { notFound, one } from '@holdfast/platform/http/conventions'
import { Type } from 'typebox'
import type { VulnerabilityContent } from '../engine/judge/content.ts'
import type { Clearing } from '../engine/packages/clearing-version.ts'
import { packageExposure } from '../engine/packages/package-exposure.ts'
import { softwareOfInstalled } from '../engine/software/of-installed.ts'
import { packageFindings } from '../store/packages/package-findings.ts'

const whole = Type.Integer({ minimum: 0 })
const orNull = Type.Union([Type.String(), Type.Null()])
/** The kernel alone has more. */
const mostAdvisories = 1000

const clearingSchema = Type.Object(
  {
    version: orNull,
    stays: Type.Integer({ minimum: 0, description: 'Vulnerabilities that stay, since nobody names a fix for them.' }),
  },
  { description: 'The smallest version that clears all that any version clears; null where none does or need.' },
)

const packageSchema = Type.Object({
  ecosystem: Type.String(),
  name: Type.String(),
  sources: Type.Array(Type.String(), { description: 'What it was built from, where that is called otherwise.' }),
  places: Type.Array(Type.String(), { description: 'Where its findings are, and below them.' }),
  assets: Type.Integer({ minimum: 0, description: 'Assets that have any of it.' }),
  releases: Type.Array(
    Type.Object({
      ecosystem: Type.String({ description: 'Debian:12, npm: whose advisories speak of these versions.' }),
      clearing: clearingSchema,
      versions: Type.Array(
        Type.Object({
          name: Type.String({ description: 'The package itself, or one that was built from it.' }),
          version: Type.String(),
          purl: Type.String(),
          assets: whole,
          affected: Type.Integer({ minimum: 0, description: 'Vulnerabilities that affect it.' }),
          undecided: Type.Integer({ minimum: 0, description: 'Vulnerabilities of which that cannot be told.' }),
          unspoken: Type.Union([Type.String(), Type.Null()], { description: 'Why no feed speaks of it at all.' }),
          clearing: clearingSchema,
        }),
      ),
    }),
  ),
  advisories: Type.Array(
    Type.Object({
      name: Type.String({ description: 'CVE-2024-3094, or the id of the advisory where no CVE names it.' }),
      title: Type.String(),
      severity: Type.Enum([...severities]),
      exploited: Type.Boolean({ description: 'Known to be exploited (CISA KEV).' }),
      epss: Type.Union([Type.Number(), Type.Null()]),
      releases: Type.Array(
        Type.Object({
          ecosystem: Type.String(),
          affected: Type.Array(Type.String(), { description: 'Installed versions that it affects.' }),
          others: Type.Array(Type.String(), { description: 'Installed versions that it does not affect.' }),
          fixed: Type.Array(Type.String(), { description: 'Versions in which it is fixed, the lowest first.' }),
          fix: orNull,
        }),
      ),
    }),
    { description: 'What affects something installed, the most severe first; up to 1,000.' },
  ),
  advisoryCount: whole,
  findings: Type.Object({
    open: Type.Object(Object.fromEntries(severities.map((severity) => [severity, whole]))),
    excepted: whole,
    fixed: whole,
    firstFoundAt: orNull,
    weeks: Type.Array(Type.Object({ week: Type.String(), found: whole, fixed: whole }), {
      description: 'The last 26 weeks in which something was found or fixed, by their Mondays.',
    }),
  }),
})

/** One package over all assets. */
export function packageRoutes(content: () => Promise<VulnerabilityContent>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/vulnerabilities/packages',
      summary:
        'Installed packages whose names start with some text: the one of that very name first, then those that most assets have',
      permission: 'vulnerabilities:read',
      query: Type.Object({
        search: Type.Optional(Type.String({ maxLength: 500, default: '' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
      }),
      reply: one(
        Type.Array(
          Type.Object({
            ecosystem: Type.String(),
            name: Type.String(),
            versions: whole,
            assets: Type.Integer({ minimum: 0, description: 'Assets that have the version that most have.' }),
          }),
        ),
      ),
      async handle({ tx, query: { search = '', limit = 20 } }) {
        return { data: [...(await packagesStarting(tx, search, limit))] }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/vulnerabilities/packages/:ecosystem/:name',
      summary:
        'One package: which versions are installed, what affects them, what clears all of it, and what became of its findings',
      permission: 'vulnerabilities:read',
      params: Type.Object({
        ecosystem: Type.String({ minLength: 1, maxLength: 40, description: 'deb, rpm, npm, pypi, windows …' }),
        name: Type.String({ minLength: 1, maxLength: 500 }),
      }),
      reply: one(packageSchema),
      async handle({ tx, params: { ecosystem, name } }) {
        const wanted = name.toLowerCase()
        const named = (await installedNamed(tx, [...new Set([name, wanted])])).filter(
          (each) => each.ecosystem === ecosystem,
        )
        const seen = named.flatMap(asSoftware)
        const known = await content()
        const { places, releases, advisories } = packageExposure(seen, known)
        // What is no longer installed may have been found in.
        const findings = await packageFindings(tx, places.length > 0 ? places : [`${ecosystem}/${name}`])
        if (named.length === 0 && findings.firstFoundAt === undefined)
          throw notFound('package that is installed, or in which something was found')
        const own = named.filter((each) => each.name.toLowerCase() === wanted)
        const sources = own.flatMap((each) => each.source?.name ?? []).filter((each) => each.toLowerCase() !== wanted)
        return {
          data: {
            ecosystem,
            name: own[0]?.name ?? name,
            sources: [...new Set(sources)].sort(),
            places: [...places],
            assets: await countHolders(
              tx,
              named.map(({ id }) => id),
            ),
            releases: releases.map((release) => ({
              ecosystem: release.ecosystem,
              clearing: toClearing(release.clearing),
              versions: release.versions.map(({ seen: each, affected, undecided, unspoken, clearing }) => ({
                ...{ name: each.name, version: each.version, purl: each.purl, assets: each.assets },
                ...{ affected, undecided, unspoken: unspoken ?? null, clearing: toClearing(clearing) },
              })),
            })),
            advisories: advisories.slice(0, mostAdvisories).map((each) => {
              const threats = known.library.threatsOf(each.name)
              return {
                ...{ name: each.name, title: each.title, severity: each.severity },
                exploited: threats.some(({ threat }) => threat.kev !== undefined),
                epss: threats.find(({ threat }) => threat.epss !== undefined)?.threat.epss?.probability ?? null,
                releases: each.releases.map(({ ecosystem: release, affected, others, fixed, fix }) => ({
                  ...{ ecosystem: release, affected: [...affected], others: [...others], fixed: [...fixed] },
                  fix: fix ?? null,
                })),
              }
            }),
            advisoryCount: advisories.length,
            findings: {
              ...{ open: findings.open, excepted: findings.excepted, fixed: findings.fixed },
              firstFoundAt: findings.firstFoundAt ?? null,
              weeks: [...findings.weeks],
            },
          },
        }
      },
    }),
  ]
}

function asSoftware(seen: Installed) {
  const software = softwareOfInstalled(seen)
  return software === undefined ? [] : [{ seen, software }]
}

function toClearing({ version, stays }: Clearing) {
  return { version: version ?? null, stays: stays.length }
}
