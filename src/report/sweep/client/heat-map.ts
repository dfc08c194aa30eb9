/**
 * The heat map of a sweep's page: a table whose cells have a colour and a number. Selects choose the parameters and the
 * figure; arrow keys go from cell to cell; the cell with the focus is told below in full.
 */
import { cellsOf, type HeatMapRun, type HeatMapValues, SHADES, shadeOf } from './grid-cells.ts'

const values = JSON.parse(document.getElementById('heat-map-values')!.textContent) as HeatMapValues
const controls = document.getElementById('heat-map-controls')!
const place = document.getElementById('heat-map')!
const told = document.getElementById('heat-map-run')!
const { params, figures, runs } = values

const bestPoint = values.best === null ? undefined : runs[values.best]?.point
/** By parameter: where it stands in the map. A value, or null for the best of all. */
const held: (number | null)[] = params.map((_, i) => bestPoint?.[i] ?? null)
let down = 0
let across = params.length > 1 ? 1 : -1
let figure = 0

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  if (text !== '') made.textContent = text
  if (className !== '') made.className = className
  return made
}

function choice(label: string, options: readonly string[], chosen: number, choose: (index: number) => void): void {
  const wrapped = element('label', `${label} `)
  const select = element('select')
  for (const [i, text] of options.entries()) {
    const option = element('option', text)
    option.value = String(i)
    option.selected = i === chosen
    select.append(option)
  }
  select.addEventListener('change', () => {
    choose(Number(select.value))
    draw()
    // Another set of controls may stand there now: the focus stays at the same place.
    for (const other of controls.querySelectorAll('label')) {
      if (other.firstChild?.textContent === `${label} `) other.querySelector('select')?.focus()
    }
  })
  wrapped.append(select)
  controls.append(wrapped)
}

function drawControls(): void {
  controls.replaceChildren()
  const names = params.map(({ name }) => name)
  if (params.length > 1) {
    choice('Down', names, down, (index) => {
      if (index === across) across = down
      down = index
    })
    choice('Across', names, across, (index) => {
      if (index === down) down = across
      across = index
    })
  }
  choice('Figure', figures, figure, (index) => {
    figure = index
  })
  for (const [i, param] of params.entries()) {
    if (i === down || i === across) continue
    const at = held[i] ?? null
    choice(param.name, ['best of all', ...param.values], at === null ? 0 : at + 1, (index) => {
      held[i] = index === 0 ? null : index - 1
    })
  }
}

function draw(): void {
  drawControls()
  const cells = cellsOf(values, { down, across, held })
  const numbers = cells.flat().flatMap((run) => run?.figures[figure] ?? [])
  const least = Math.min(...numbers)
  const most = Math.max(...numbers)
  const table = element('table', '', 'heat')
  table.append(captionOf(), headOf())
  const body = element('tbody')
  for (const [r, row] of cells.entries()) {
    const line = element('tr')
    const heading = element('th', params[down]!.values[r])
    heading.scope = 'row'
    line.append(heading, ...row.map((run) => cellOf(run, least, most)))
    body.append(line)
  }
  table.append(body)
  place.replaceChildren(table, legendOf(numbers.length === 0 ? undefined : [least, most]))
  table.addEventListener('keydown', move)
  const first = table.querySelector<HTMLElement>('td.best') ?? table.querySelector<HTMLElement>('td')
  if (first) first.tabIndex = 0
}

function captionOf(): HTMLElement {
  const fixed = params.flatMap(({ name, values: texts }, i) => {
    if (i === down || i === across) return []
    const at = held[i] ?? null
    return [at === null ? `the best ${name}` : `${name} = ${texts[at]}`]
  })
  const axes = across < 0 ? params[down]!.name : `${params[down]!.name} down, ${params[across]!.name} across`
  const unit = figure === 0 && values.unit !== '' ? `, ${values.unit}` : ''
  return element('caption', `${figures[figure]}${unit}: ${axes}${fixed.length > 0 ? `; ${fixed.join(', ')}` : ''}`)
}

function headOf(): HTMLElement {
  const head = element('thead')
  const line = element('tr')
  const corner = element('td', across < 0 ? params[down]!.name : `${params[down]!.name} \\ ${params[across]!.name}`)
  line.append(corner)
  for (const text of across < 0 ? [figures[figure]!] : params[across]!.values) {
    const heading = element('th', text)
    heading.scope = 'col'
    line.append(heading)
  }
  head.append(line)
  return head
}

function cellOf(run: HeatMapRun | undefined, least: number, most: number): HTMLElement {
  const value = run?.figures[figure] ?? null
  const failed = run !== undefined && run.figures.length === 0
  const text = run === undefined ? '–' : failed ? 'failed' : (run.shown[figure] ?? 'n/a')
  const cell = element('td', text, value === null ? 'none' : `shade-${shadeOf(value, least, most)}`)
  cell.tabIndex = -1
  if (run === undefined) cell.append(element('span', ' not run', 'spoken'))
  if (run !== undefined && values.best !== null && run === runs[values.best]) {
    cell.classList.add('best')
    cell.append(element('span', ' best', 'spoken'))
  }
  cell.addEventListener('focus', () => tell(run))
  cell.addEventListener('click', () => cell.focus())
  return cell
}

function legendOf(ends: readonly [number, number] | undefined): HTMLElement {
  const legend = element('p', '', 'heat-legend note')
  if (ends === undefined) {
    legend.textContent = 'No run here has this figure.'
    return legend
  }
  const short = (value: number): string => String(Number(value.toPrecision(4)))
  legend.append(`${short(ends[0])} `)
  for (let shade = 0; shade < SHADES; shade++) {
    const box = element('span', '', `shade-${shade}`)
    box.ariaHidden = 'true'
    legend.append(box)
  }
  legend.append(` ${short(ends[1])}; the best run of all has a frame`)
  return legend
}

/** The run of the cell with the focus, in full. */
function tell(run: HeatMapRun | undefined): void {
  if (run === undefined) {
    told.replaceChildren(element('p', 'Not run: the search left it out.'))
    return
  }
  const at = params.map(({ name, values: texts }, i) => `${name} = ${texts[run.point[i]!]}`).join(', ')
  const list = element('dl', '', 'heat-run')
  for (const [i, name] of figures.entries()) {
    if (run.shown[i] === undefined) continue
    list.append(element('dt', name), element('dd', run.shown[i]))
  }
  told.replaceChildren(element('p', at), list, element('p', run.note, 'note'))
}

function move(event: KeyboardEvent): void {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  }
  const step = steps[event.key]
  const cell = event.target
  if (step === undefined || !(cell instanceof HTMLTableCellElement)) return
  event.preventDefault()
  const rows = [...place.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')])
  const row = rows.findIndex((one) => one.includes(cell))
  const next = rows[row + step[0]]?.[rows[row]!.indexOf(cell) + step[1]]
  if (next === undefined) return
  cell.tabIndex = -1
  next.tabIndex = 0
  next.focus()
}

draw()
document.documentElement.dataset['ready'] = ''
