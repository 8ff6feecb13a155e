import { writeCycloneDx, writeSpdx } from '@holdfast/kit/sbom'
import { defineRoute, type Route } from '@holdfast/platform/contract'
import { notFound, one } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { billOfAsset } from '../store/bill-of-asset.ts'

const forms = { 'cyclonedx-1.6': writeCycloneDx, 'spdx-2.3': writeSpdx } as const

type Form = keyof typeof forms

/** The software of an asset in the forms that others read. */
export const billRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/inventory/assets/:asset/sbom',
    summary: 'The software of an asset as a bill of materials: CycloneDX 1.6 or SPDX 2.3',
    permission: 'inventory:read',
    params: Type.Object({ asset: Type.String({ maxLength: 40 }) }),
    query: Type.Object({ form: Type.Optional(Type.Enum(Object.keys(forms) as Form[])) }),
    reply: one(
      Type.Object({
        form: Type.Enum(Object.keys(forms) as Form[]),
        fileName: Type.String({ description: 'What to call the file: web-1.cdx.json.' }),
        document: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
      }),
    ),
    async handle({ tx, params: { asset }, query }) {
      const bill = await billOfAsset(tx, asset)
      if (bill === undefined) throw notFound('asset')
      const form = query.form ?? 'cyclonedx-1.6'
      const plain = bill.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100)
      const fileName = `${plain}.${form === 'spdx-2.3' ? 'spdx' : 'cdx'}.json`
      return { data: { form, fileName, document: { ...forms[form](bill) } } }
    },
  }),
]
