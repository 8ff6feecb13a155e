import type { Affected } from '../advisory.ts'
import type { InstalledSoftware } from '../installed-software.ts'
import alpine from './cases/alpine.json' with { type: 'json' }
import debian from './cases/debian.json' with { type: 'json' }
import go from './cases/go.json' with { type: 'json' }
import maven from './cases/maven.json' with { type: 'json' }
import npm from './cases/npm.json' with { type: 'json' }
import others from './cases/others.json' with { type: 'json' }
import pypi from './cases/pypi.json' with { type: 'json' }
import rpm from './cases/rpm.json' with { type: 'json' }
import statements from './cases/statements.json' with { type: 'json' }
import ubuntu from './cases/ubuntu.json' with { type: 'json' }
import windows from './cases/windows.json' with { type: 'json' }

/** What is true of a software and a check: `not-assessed` where nothing that is at hand can say. */
export type Label = 'affected' | 'not-affected' | 'not-assessed'

export interface LabelledCase {
  /** Package URL. */
  readonly software: string
  /** What the package URL does not carry: the module, the owner, whether the kernel runs. */
  readonly more?: Partial<InstalledSoftware>
  readonly check: string
  readonly expected: Label
  /** Why the label is right, in a few words. */
  readonly why: string
}

/** Cases that share what publishers say. */
export interface LabelledGroup {
  readonly title: string
  /** Where the publisher says so. */
  readonly source: string
  /** Ecosystems that the advisories speak of as a whole. */
  readonly covers: readonly string[]
  /** Records in the form of OSV, without their times. */
  readonly advisories: readonly { readonly id: string }[]
  /** What publishers say of the first package of an advisory that OSV has no words for, by its id. */
  readonly entries?: Readonly<Record<string, Partial<Affected>>>
  readonly cases: readonly LabelledCase[]
}

/** All labelled cases by the subject they stand in. */
export const labelledGroups: readonly { readonly subject: string; readonly groups: readonly LabelledGroup[] }[] =
  Object.entries({ debian, ubuntu, alpine, rpm, npm, pypi, maven, go, others, statements, windows }).map(
    ([subject, groups]) => ({
      subject,
      groups: groups as unknown as readonly LabelledGroup[],
    }),
  )
