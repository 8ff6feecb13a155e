import cisaBod2604Data from './cisa-bod-26-04.json' with { type: 'json' }
import cisaCoordinatorData from './cisa-coordinator.json' with { type: 'json' }
import deployerData from './deployer.json' with { type: 'json' }

export interface DecisionPoint {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly values: readonly string[]
}

/** A decision for every combination of values. Source: Stakeholder-Specific Vulnerability Categorization, CERT/CC. */
export interface DecisionTree {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly source: string
  readonly points: readonly DecisionPoint[]
  /** From the least urgent to the most. */
  readonly decisions: readonly { readonly id: string; readonly title: string; readonly meaning: string }[]
  /** One value for each point in their order, and the decision. */
  readonly rows: readonly (readonly string[])[]
}

/** Track, Track*, Attend, Act: the tree by which CISA coordinates. */
export const cisaCoordinator: DecisionTree = cisaCoordinatorData
/** Defer, Scheduled, Out-of-cycle, Immediate: for whoever runs the software. */
export const deployer: DecisionTree = deployerData
/** Times to fix by Binding Operational Directive 26-04. */
export const cisaBod2604: DecisionTree = cisaBod2604Data

export const decisionTrees: readonly DecisionTree[] = [cisaCoordinator, deployer, cisaBod2604]
