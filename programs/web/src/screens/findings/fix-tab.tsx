import { ChoiceBar, CopyCommand, usePreference, VerdictSentence } from '@holdfast/design'
import classes from './finding.module.css'
import type { Finding } from './finding.ts'
import { asSentence } from './words.ts'

/** What closes it: in the terms of this case first, then in general. The product never runs these commands itself. */
export function FixTab({ finding }: { finding: Finding }) {
  const { remedy } = finding.check
  const families = Object.entries(remedy.commands ?? {})
  const [liked, setFamily] = usePreference('system-family', 'debian')
  const [family = '', commands = []] = families.find(([name]) => name === liked) ?? families[0] ?? []
  return (
    <>
      {finding.fix && <VerdictSentence tone="brand" lead={asSentence(finding.fix)} />}
      <p className={classes.prose}>{remedy.words}</p>
      {families.length > 1 && (
        <ChoiceBar
          label="Kind of system"
          value={family}
          options={families.map(([name]) => ({ value: name, label: name }))}
          onChange={setFamily}
        />
      )}
      {commands.map((command) => (
        <CopyCommand key={command} command={command} />
      ))}
      <p className="muted">
        After the change, press Re-check: the finding turns to fixed by itself when a test proves it.
      </p>
    </>
  )
}
