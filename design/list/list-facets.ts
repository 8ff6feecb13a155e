import type { ReactNode } from 'react'
import type { EntityLanguage } from '../client/entity-language.ts'
import type { Facet } from '../facets/facet.ts'

export interface ListFacet {
  /** Field of the query language. */
  readonly token: string
  readonly label: string
  /** Leaves out values that nothing has, also those of a fixed set. */
  readonly foundOnly?: boolean
  /** Shown in place of the value's words. */
  readonly render?: (value: string) => ReactNode
}

export interface CountedFacet {
  readonly token: string
  /** False where the counts were estimated, and are being counted. */
  readonly isExact?: boolean
  readonly values: readonly { readonly value: string; readonly count: number }[]
}

const mostShown = 8

/** Facets with counts and ticks. What the query picks is shown also where nothing is counted for it any more. */
export function toFacets(
  wanted: readonly ListFacet[],
  counted: readonly CountedFacet[],
  language: EntityLanguage,
  query: string,
): readonly Facet[] {
  return wanted.map(({ token, label, render, foundOnly = false }) => {
    const picked = language.picked(query, token)
    const { values: found = [], isExact = true } = counted.find((facet) => facet.token === token) ?? {}
    const fixed = language.valuesOf(token)
    const values: { value: string; count?: number }[] =
      fixed.length > 0 && !foundOnly
        ? fixed.map((value) => ({ value, count: found.find((other) => other.value === value)?.count ?? 0 }))
        : found.slice(0, mostShown)
    // What is picked and not counted: a word that stands for several values, or one beyond those shown.
    for (const value of picked) if (!values.some((other) => other.value === value)) values.push({ value })
    return {
      id: token,
      label,
      values: values.map(({ value, count }) => ({
        value,
        ...(count !== undefined && { count, ...(!isExact && { isExact }) }),
        said: language.labelOf(token, value),
        label: render ? render(value) : language.labelOf(token, value),
        chosen: picked.includes(value),
      })),
    }
  })
}
