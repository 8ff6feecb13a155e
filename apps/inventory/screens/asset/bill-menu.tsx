import { Button, Menu, RequestProblem, toast, useApi } from '@holdfast/design'
import { IconDownload, IconFileCode, IconFileText } from '@tabler/icons-react'
import { useState } from 'react'

const forms = [
  { id: 'cyclonedx-1.6', label: 'CycloneDX 1.6, JSON', icon: IconFileCode },
  { id: 'spdx-2.3', label: 'SPDX 2.3, JSON', icon: IconFileText },
] as const

interface Bill {
  readonly fileName: string
  readonly document: unknown
}

/** Gives all software of an asset as a bill of materials that other tools read. */
export function BillMenu({ asset }: { asset: string }) {
  const api = useApi()
  const [busy, setBusy] = useState(false)

  async function give(form: string) {
    setBusy(true)
    try {
      const path = `/inventory/assets/${encodeURIComponent(asset)}/sbom`
      const { data } = await api.get<{ data: Bill }>(path, { query: { form } })
      keep(data)
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ message: error.message, tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Menu
      label="Bill of materials"
      width={210}
      items={forms.map(({ id, label, icon }) => ({ id, label, icon, onSelect: () => void give(id) }))}
      trigger={(props) => (
        <Button icon={IconDownload} busy={busy} {...props}>
          Bill of materials
        </Button>
      )}
    />
  )
}

function keep({ fileName, document: bill }: Bill): void {
  const file = new Blob([`${JSON.stringify(bill, null, 2)}\n`], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
