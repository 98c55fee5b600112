import { explain } from '@symbolon/token'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { Header } from '../parts/header.tsx'
import { example } from './example.ts'
import { emptyFields, type Fields, situationOf } from './fields.ts'
import { Form } from './form.tsx'
import { Result } from './result.tsx'

/** The whole page. What is typed lives in its memory alone. */
export function PasteBox() {
  const [fields, setFields] = useState(emptyFields)
  const now = useNow()
  const told = useDeferredValue(fields)
  const explanation = useMemo(() => {
    return told.token === '' ? undefined : explain(told.token, situationOf(told, now))
  }, [told, now])
  const change = (changed: Partial<Fields>) => setFields((before) => ({ ...before, ...changed }))
  const showExample = () => {
    setFields(example(systemNow()))
    document.getElementById('answer')?.scrollIntoView({ block: 'nearest' }) // below the fields on a phone
  }
  return (
    <>
      <Header title="Why was my token refused?">
        <p className="lead">
          Paste the token and what you know of the join. It is taken apart in this page: nothing
          leaves it, nothing is stored.
        </p>
        <nav aria-label="Symbolon">
          <a href="/">Start page</a>
        </nav>
      </Header>
      <main className="two-columns">
        <section aria-labelledby="given">
          <h2 id="given">What you know</h2>
          <Form fields={fields} onChange={change} />
          <p className="buttons">
            <button type="button" onClick={showExample}>
              Try an example
            </button>
            <button type="button" className="quiet" onClick={() => setFields(emptyFields)}>
              Clear all
            </button>
          </p>
        </section>
        <section aria-labelledby="answer">
          <h2 id="answer">The answer</h2>
          <Result explanation={explanation} now={now} />
        </section>
      </main>
      <footer>
        <a href="/explain/licenses.md">Licences of what this page is made of</a>
      </footer>
    </>
  )
}

function systemNow(): number {
  return Math.floor(Date.now() / 1000)
}

/** Unix seconds; moves on every ten, so that an answer can be read in peace. */
function useNow(): number {
  const [now, setNow] = useState(systemNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(systemNow()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
