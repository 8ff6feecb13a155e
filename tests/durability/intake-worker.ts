// A worker process that does nothing but apply envelopes. Its argument: the home.
import { eventHandler, eventRegistry } from '@holdfast/platform/events'
import { factHandler, factRegistry, moveFacts } from '@holdfast/platform/facts'
import { createApplier } from '@holdfast/platform/intake'
import { openDatabase, openHome, readEmbeddedAccess } from '@holdfast/platform/store'
import { counter, step } from './sample-types.ts'

const [home = ''] = process.argv.slice(2)
process.on('disconnect', () => process.exit(0))
for (;;) {
  try {
    const database = await openDatabase({ access: readEmbeddedAccess(openHome(home))! })
    const applier = createApplier(database, {
      handlers: [
        factHandler({ registry: factRegistry([counter]), projections: [] }),
        eventHandler(eventRegistry([step])),
      ],
      onMoved: (tx, move) => moveFacts(tx, move, { projections: [] }),
      atOnce: 3,
    })
    await applier.run(new AbortController().signal)
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
