/** Until when findings are to be fixed that a query takes. Of several rules the first that takes a finding holds. */
export interface SlaRule {
  /** In kebab-case; the same after its words were changed. */
  readonly id: string
  readonly name: string
  /** Over findings. */
  readonly query: string
  /** Time from the start, above 0 and at most 3,650: days of the calendar where there is one, of 24 hours otherwise. */
  readonly days: number
  /** Date tokens of findings: the first that is known starts the clock. `firstFound` unless told, and that also where none of them is known. */
  readonly start?: readonly string[]
  /** A date token of findings whose date is the end, where it is known and later than what `days` gives. */
  readonly dueBy?: string
  readonly calendar?: {
    /** A name of the IANA time zone database. */
    readonly zone: string
    /** 1 is Monday, 7 is Sunday (ISO 8601). */
    readonly days: readonly number[]
    /** `YYYY-MM-DD`: days on which it stands still as well. */
    readonly holidays: readonly string[]
  }
}
