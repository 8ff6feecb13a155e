import { KeyValue, plural } from '@holdfast/design'
import type { ReactNode } from 'react'
import classes from './finding.module.css'
import type { CheckWords, Finding } from './finding.ts'

/** Which statement does not hold, why it matters, who says so, and who judged by what. */
export function WhyTab({ finding }: { finding: Finding }) {
  const { check, judge } = finding
  return (
    <>
      <p className={classes.prose}>
        <b>{check.title}.</b> {check.why}
      </p>
      <KeyValue
        items={[
          { label: 'Check', value: check.id, mono: true },
          { label: 'Category', value: check.category },
          ...check.source.map((source, at) => ({ label: at === 0 ? 'Says so' : '', value: citation(source) })),
          { label: 'Judged by', value: `${judge.id} version ${judge.version}, content ${judge.contentVersion}` },
          {
            label: 'So far',
            value: [
              `found ${plural(finding.timesFound, 'time')}`,
              `fixed ${plural(finding.timesFixed, 'time')}`,
              `came back ${plural(finding.timesReopened, 'time')}`,
            ].join(', '),
          },
          { label: 'Check since', value: `${check.since} · ${check.lifecycle}` },
        ]}
      />
    </>
  )
}

/** Only a web address becomes a link: content may have come from elsewhere. */
function citation({ title, url, section }: CheckWords['source'][number]): ReactNode {
  return (
    <>
      {url && /^https?:\/\//.test(url) ? (
        <a href={url} target="_blank" rel="noreferrer">
          {title}
        </a>
      ) : (
        title
      )}
      {section && ` · ${section}`}
    </>
  )
}
