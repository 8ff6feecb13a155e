import '@holdfast/design/styles.css'
import './starting.css'
import { DesignProvider } from '@holdfast/design'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { webFaces } from '../../../apps/web.ts'
import { platformScreens } from './platform-screens.ts'
import { createAppRouter } from './router/create-app-router.tsx'
import { createQueries } from './shell/create-queries.ts'

// Whatever an app shows, it shows of assets.
const appScreens = webFaces.flatMap((face) => face.screens).map((screen) => ({ needs: 'assets:read', ...screen }))
const screens = [...platformScreens, ...appScreens]
const panels = webFaces.flatMap((face) => face.panels)
const queries = createQueries()
const router = createAppRouter({ screens, panels })

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <DesignProvider>
        <RouterProvider router={router} />
      </DesignProvider>
    </QueryClientProvider>
  </StrictMode>,
)
