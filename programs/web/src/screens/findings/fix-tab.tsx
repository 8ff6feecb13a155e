import { CopyCommand, VerdictSentence } from '@holdfast/design'
import classes from './finding.module.css'
import type { Finding } from './finding.ts'
import { asSentence } from './words.ts'

/** What closes it: in the terms of this case first, then in general. The product never runs these commands itself. */
export function FixTab({ finding }: { finding: Finding }) {
  const { remedy } = finding.check
  const families = Object.entries(remedy.commands ?? {})
  return (
    <>
      {finding.fix && <VerdictSentence tone="brand" lead={asSentence(finding.fix)} />}
      <p className={classes.prose}>{remedy.words}</p>
      {families.map(([family, commands]) => (
        <section key={family} className={classes.panel}>
          {families.length > 1 && <h3 className={classes.heading}>{family}</h3>}
          {commands.map((command) => (
            <CopyCommand key={command} command={command} />
          ))}
        </section>
      ))}
      <p className="muted">
        After the change, press Re-check: the finding turns to fixed by itself when a test proves it.
      </p>
    </>
  )
}
