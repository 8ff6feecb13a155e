import type { ReactNode } from 'react'

export interface FacetValue {
  value: string
  /** Words, or a mark with words. */
  label: ReactNode
  /** Plain text for screen readers where the label is a mark. */
  said: string
  /** Absent while it is being counted, and for a chosen word that stands for several values. */
  count?: number
  /** False: "≈". */
  isExact?: boolean
  chosen: boolean
  /** Stands for what nobody looked at. */
  notAssessed?: boolean
}

export interface Facet {
  id: string
  label: string
  values: readonly FacetValue[]
  /** How many more values there are than are listed. */
  more?: number
}
