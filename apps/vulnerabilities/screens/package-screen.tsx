import {
  addressOf,
  Card,
  EmptyState,
  exactly,
  MetricLink,
  PageHeader,
  plural,
  RequestProblem,
  Skeleton,
  severityOrder,
  VerdictSentence,
} from '@holdfast/design'
import { useParams } from '@tanstack/react-router'
import classes from './cve.module.css'
import { type Package, usePackage } from './package.ts'
import { packageAddress } from './package-address.ts'
import { PackageAdvisories } from './package-advisories.tsx'
import { PackageFindings } from './package-findings.tsx'
import { PackageHistory } from './package-history.tsx'
import { PackageReleases } from './package-releases.tsx'
import { clearingWords, leadOf } from './package-words.ts'

/** One package: which versions are installed where, what affects them, what clears all of it, and what became of its findings. */
export function Screen() {
  const { ecosystem = '', name = '' } = useParams({ strict: false }) as { ecosystem?: string; name?: string }
  const { data, error, refetch } = usePackage(ecosystem, name)
  if (data) return <PackagePage key={`${ecosystem}/${name}`} known={data} />
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <>
      <PageHeader title={name} note={ecosystem} />
      {problem?.status === 404 ? (
        <EmptyState
          kind="new"
          title="Nothing is known of this package"
          words={
            <>
              No asset has it, and nothing was ever found in it. Look for{' '}
              <a href={addressOf('/inventory', { q: `software:(name:"${name.replaceAll('"', '""')}")` })}>
                software of a similar name
              </a>
              .
            </>
          }
        />
      ) : error ? (
        <EmptyState
          kind="error"
          title="The package could not be loaded"
          words={error.message}
          problemId={problem?.traceId}
          onRetry={() => refetch()}
        />
      ) : (
        <div className={classes.page}>
          <Skeleton lines={10} label="Loading the package" />
        </div>
      )}
    </>
  )
}

function PackagePage({ known }: { known: Package }) {
  const { ecosystem, name, sources, advisories, releases, assets } = known
  const worst = severityOrder.find((one) => advisories.some(({ severity }) => severity === one))
  return (
    <>
      <title>{`${name} · Holdfast`}</title>
      <PageHeader title={name} note={noteOf(known)} />
      <div className={classes.page}>
        <div className={classes.column}>
          <VerdictSentence tone={worst ?? (assets > 0 ? 'ok' : 'neutral')} lead={leadOf(known)}>
            {clearingWords(releases)}
          </VerdictSentence>
          {sources.length > 0 && (
            <p className={classes.words}>
              It is built from{' '}
              {sources.map((source, at) => (
                <span key={source}>
                  {at > 0 && ', '}
                  <a href={packageAddress({ ecosystem, name: source })}>{source}</a>
                </span>
              ))}
              , of which advisories speak: one upgrade closes what is found in all that is built from it.
            </p>
          )}
          <Card
            title="Installed"
            note={
              <span>
                on <MetricLink value={assets} href={addressOf('/inventory', { q: holders(known) })} />{' '}
                {assets === 1 ? 'asset' : 'assets'}
              </span>
            }
            flush
          >
            <PackageReleases releases={releases} />
          </Card>
          <Card title="What affects it" flush>
            <PackageAdvisories advisories={advisories} count={known.advisoryCount} several={releases.length > 1} />
          </Card>
        </div>
        <div className={classes.column}>
          <PackageFindings known={known} />
          <PackageHistory known={known} />
        </div>
      </div>
    </>
  )
}

function noteOf({ ecosystem, releases }: Package): string {
  const versions = releases.reduce((sum, release) => sum + new Set(release.versions.map((one) => one.version)).size, 0)
  return versions === 0 ? ecosystem : `${ecosystem}, ${plural(versions, 'installed version')}`
}

/** Everything that has the package, or what was built from it. */
function holders({ ecosystem, releases }: Package): string {
  const names = [...new Set(releases.flatMap(({ versions }) => versions.map(({ name }) => name)))]
  const named = names.map((name) => `name:${exactly(name)}`)
  return `software:(ecosystem:${exactly(ecosystem)} and ${named.length === 1 ? named[0] : `(${named.join(' or ')})`})`
}
