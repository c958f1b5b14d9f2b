import './page.ts'
import './witness.ts'
