// Run by `workerd test`: prints the report as one line of JSON.
import { report } from './suite.ts'

export default {
  test(): void {
    console.log(JSON.stringify(report()))
  },
}
