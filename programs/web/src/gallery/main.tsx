import '@holdfast/design/styles.css'
import { DesignProvider } from '@holdfast/design'
import { createRoot } from 'react-dom/client'
import { Gallery } from './gallery.tsx'

createRoot(document.getElementById('root')!).render(
  <DesignProvider>
    <Gallery />
  </DesignProvider>,
)
