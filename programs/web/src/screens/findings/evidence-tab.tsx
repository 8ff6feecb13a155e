import { Evidence, formatExact, KeyValue, RelativeTime } from '@holdfast/design'
import type { Finding } from './finding.ts'
import { reachWords } from './words.ts'

/** The proof word for word, and where it comes from. */
export function EvidenceTab({ finding }: { finding: Finding }) {
  const { evidence } = finding
  return (
    <>
      <Evidence
        source={`${finding.asset.name} · ${formatExact(finding.observedAt)}`}
        lines={evidence.lines?.length ? evidence.lines : [evidence.summary]}
      />
      <KeyValue
        items={[
          ...(evidence.expected === undefined ? [] : [{ label: 'Expected', value: evidence.expected, mono: true }]),
          ...(evidence.actual === undefined ? [] : [{ label: 'Actual', value: evidence.actual, mono: true }]),
          { label: 'Seen', value: reachWords(finding.reach) },
          { label: 'First found', value: formatExact(finding.firstFoundAt) },
          { label: 'Last found', value: <RelativeTime at={finding.lastFoundAt} /> },
          {
            label: 'Last tested',
            value:
              finding.untestedSince === null ? (
                <RelativeTime at={finding.lastTestedAt} />
              ) : (
                <>
                  not since <RelativeTime at={finding.untestedSince} />: it may be fixed or not
                </>
              ),
          },
          ...(evidence.facts ?? []).map(({ fact, key }, at) => ({
            label: at === 0 ? 'Decided by' : '',
            value: `${fact} ${key}`.trim(),
            mono: true,
          })),
        ]}
      />
    </>
  )
}
