import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PasteBox } from './paste-box.tsx'

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <PasteBox />
  </StrictMode>,
)
