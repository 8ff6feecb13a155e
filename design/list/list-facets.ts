import type { ReactNode } from 'react'
import type { EntityLanguage } from '../client/entity-language.ts'
import type { Facet } from '../facets/facet.ts'

export interface ListFacet {
  /** Field of the query language. */
  readonly token: string
  readonly label: string
  /** Shown in place of the value's words. */
  readonly render?: (value: string) => ReactNode
}

export interface CountedFacet {
  readonly token: string
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
  return wanted.map(({ token, label, render }) => {
    const picked = language.picked(query, token)
    const values = counted.find((facet) => facet.token === token)?.values ?? []
    const gone = picked
      .filter((value) => !values.some((other) => other.value === value))
      .map((value) => ({ value, count: 0 }))
    return {
      id: token,
      label,
      values: [...values.slice(0, mostShown), ...gone].map(({ value, count }) => ({
        value,
        count,
        said: language.labelOf(token, value),
        label: render ? render(value) : language.labelOf(token, value),
        chosen: picked.includes(value),
      })),
    }
  })
}
