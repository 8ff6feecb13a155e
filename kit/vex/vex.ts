import type { Problem } from '../reading/index.ts'

/** The four states of VEX. Source: CISA, "Minimum Requirements for Vulnerability Exploitability eXchange (VEX)", April 2023. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** Why a product is not affected. Source: CISA, "VEX Status Justifications", June 2022. */
export type VexJustification =
  | 'component_not_present'
  | 'vulnerable_code_not_present'
  | 'vulnerable_code_not_in_execute_path'
  | 'vulnerable_code_cannot_be_controlled_by_adversary'
  | 'inline_mitigations_already_exist'

/** One thing that a statement is about. */
export interface VexProduct {
  /** As the document names it: a package URL, a CPE, an address. */
  readonly id: string
  /** What it is called otherwise: package URLs first. */
  readonly purls: readonly string[]
  /** Parts of it that the statement is limited to; empty: it as a whole. Package URLs. */
  readonly parts: readonly string[]
}

export interface VexStatement {
  /** CVE or the id of an advisory. */
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly products: readonly VexProduct[]
  readonly status: VexStatus
  readonly justification?: VexJustification
  /** Why it is not affected, in the words of the author. */
  readonly impact?: string
  /** What to do, where it is affected. */
  readonly action?: string
  /** RFC 3339. */
  readonly at?: string
}

export type VexForm = 'openvex' | 'csaf' | 'cyclonedx'

export interface VexDocument {
  readonly form: VexForm
  readonly id: string
  readonly author: string
  /** RFC 3339. */
  readonly issuedAt: string
  readonly statements: readonly VexStatement[]
}

export type VexReading =
  | { readonly ok: true; readonly document: VexDocument; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem }

/** Bounds of what is read: statements of a document, products and parts of a statement, UTF-16 code units of a text. */
export const vexLimits = { statements: 100_000, list: 10_000, text: 4096, bytes: 64 * 1024 * 1024 } as const
