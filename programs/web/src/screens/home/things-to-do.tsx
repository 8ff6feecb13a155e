import {
  addressOf,
  Button,
  Card,
  formatShare,
  plural,
  RelativeTime,
  SeverityMark,
  type SeverityName,
  StatusMark,
} from '@holdfast/design'
import type { ReactNode } from 'react'
import { findingsAddress } from '../findings/finding-links.ts'
import { asSentence, firstSentence } from '../findings/words.ts'
import type { Home } from './home.ts'
import classes from './home-screen.module.css'

interface Thing {
  readonly id: string
  readonly mark: ReactNode
  readonly what: string
  readonly why: ReactNode
  readonly button: { readonly label: string; readonly href: string }
}

const numbers = ['', 'One thing', 'Two things', 'Three things']

/** At most three, worst first, each with its reason and the list it counts. Where little is wrong, what is not seen comes next. */
export function ThingsToDo({ home }: { home: Home }) {
  const things = [...home.doNow.map((item) => ofFindings(item, home.open)), ...ofBlindSpots(home)].slice(0, 3)
  const all = Object.values(home.open).reduce((sum, count) => sum + count, 0)
  if (things.length === 0 && home.testedAt === null) {
    return (
      <Card title="Nothing was judged yet">
        <p className="muted">
          What was told so far waits for its checks. If this stays, see <a href="/health">how the installation is</a>.
        </p>
      </Card>
    )
  }
  if (things.length === 0) {
    return (
      <Card title="Nothing to do now">
        <p className="muted">No finding is open, every check could be answered, and all sources are well.</p>
      </Card>
    )
  }
  return (
    <Card title={`${numbers[things.length]} to do now`} more={{ label: `All work, ${all}`, href: '/findings' }}>
      <ul className={classes.work}>
        {things.map(({ id, mark, what, why, button }) => (
          <li key={id}>
            {mark}
            <div>
              <p className={classes.what}>{what}</p>
              <p className="muted">{why}</p>
            </div>
            <Button href={button.href}>{button.label}</Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function ofFindings(item: Home['doNow'][number], open: Readonly<Record<SeverityName, number>>): Thing {
  const all = Object.values(open).reduce((sum, count) => sum + count, 0)
  return {
    id: item.check,
    mark: <SeverityMark severity={item.severity} word={false} />,
    what: firstSentence(item.remedy.split(';')[0] ?? '') ? asSentence(item.remedy.split(';')[0] ?? '') : item.title,
    why: (
      <>
        Closes {formatShare(item.findings, all)} of what is open, on {plural(item.assets, 'asset')}, first found{' '}
        <RelativeTime at={item.since} />. {firstSentence(item.why)}
      </>
    ),
    button: { label: plural(item.findings, 'finding'), href: findingsAddress(item.query) },
  }
}

const silentSources = addressOf('/sources', { q: 'lastSeen < now-10m and not state:revoked' })

/** What keeps us from knowing: a source that fell silent, a check that could not be answered, hosts that nobody watches. */
function ofBlindSpots({ sources, notAssessed, assets }: Home): readonly Thing[] {
  return [
    ...(sources.silent > 0
      ? [
          {
            id: 'silent',
            mark: <StatusMark status="warn" />,
            what: `Find out why ${sources.silent === 1 ? 'a source' : plural(sources.silent, 'source')} fell silent`,
            why: 'What they told grows old: what changes there now is not seen.',
            button: { label: plural(sources.silent, 'silent source'), href: silentSources },
          },
        ]
      : []),
    ...(notAssessed > 0
      ? [
          {
            id: 'not-assessed',
            mark: <StatusMark status="unknown" />,
            what: `Let ${notAssessed === 1 ? 'one more check' : plural(notAssessed, 'more check')} be answered`,
            why: 'Something that they need could not be seen. Unknown is not clean.',
            button: { label: plural(notAssessed, 'check'), href: '/not-assessed' },
          },
        ]
      : []),
    ...(assets.total <= 1
      ? [
          {
            id: 'more-hosts',
            mark: <StatusMark status="off" />,
            what: 'Watch another host',
            why: 'So far only this one is seen. An agent is one command, and the first findings follow in seconds.',
            button: { label: 'Install an agent', href: '/sources?install=agent' },
          },
        ]
      : []),
  ]
}
