import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { QuotePicture } from '../../src/trading/quotes.ts'
import { ACCEPTED, type DeskRig, deskRig, fillOf } from '../fakes/desk.ts'

/** What a picture wants: lots by side and price. */
type Picture = readonly { readonly side: 1 | -1; readonly priceTicks: number; readonly lots: number }[]

function draw(quotes: QuotePicture, picture: Picture): void {
  quotes.begin()
  for (const { side, priceTicks, lots } of picture) {
    if (side > 0) quotes.bid(priceTicks, lots)
    else quotes.ask(priceTicks, lots)
  }
  quotes.end()
}

/** The plain twin: by side and price, what should be cancelled and what should be sent. */
function naiveDifference({ executor }: DeskRig, picture: Picture): { cancel: number[]; submit: string[] } {
  const wanted = new Map<string, number>()
  for (const { side, priceTicks, lots } of picture) {
    const key = `${side} ${priceTicks}`
    wanted.set(key, (wanted.get(key) ?? 0) + lots)
  }
  const cancel: number[] = []
  for (const order of executor.open()) {
    if (order.pending === 'cancel') continue
    const key = `${order.side} ${order.priceTicks}`
    if (wanted.get(key) === order.lots) wanted.delete(key)
    else cancel.push(order.id)
  }
  return { cancel, submit: [...wanted].map(([key, lots]) => `${key} x${lots}`) }
}

const picture: fc.Arbitrary<Picture> = fc.array(
  fc.record({
    side: fc.constantFrom(1 as const, -1 as const),
    priceTicks: fc.integer({ min: 98, max: 102 }),
    lots: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 5 },
)

/** What the venue does between pictures, to the order at a place among the open ones. */
const news = fc.array(
  fc.record({ place: fc.nat(5), what: fc.constantFrom('accept', 'fill', 'part', 'confirm', 'reject') }),
  { maxLength: 4 },
)

function happen(rig: DeskRig, place: number, what: string): void {
  const order = [...rig.executor.open()][place]
  if (order === undefined) return
  if (what === 'confirm') {
    if (order.pending === 'cancel') rig.answer(order.id, { kind: 'OrderCanceled', leavesLots: order.leavesLots })
  } else if (what === 'reject') {
    if (order.state === 'sent') rig.answer(order.id, { kind: 'OrderRejected', reason: 'post-only-would-cross' })
  } else if (what === 'accept') {
    if (order.state === 'sent') rig.answer(order.id, ACCEPTED)
  } else {
    const lots = what === 'fill' ? order.leavesLots : 1
    rig.answer(order.id, fillOf(lots, order.leavesLots - lots, order.priceTicks))
  }
}

test('each picture sends exactly the difference: cancels of what left, submissions of what is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(picture, news), { maxLength: 8 }), (story) => {
      const rig = deskRig()
      const quotes = new QuotePicture(rig.executor)
      for (const [wanted, between] of story) {
        const expected = naiveDifference(rig, wanted)
        const from = rig.sent.length
        draw(quotes, wanted)
        const sent = rig.sent.slice(from)
        const cancels = sent.flatMap((each) => (each.kind === 'CancelOrder' ? [each.order] : []))
        const submits = sent.flatMap((each) =>
          each.kind === 'SubmitOrder' ? [`${each.side} ${each.priceTicks} x${each.lots}`] : [],
        )
        expect(cancels).toEqual(expected.cancel)
        expect(submits.sort()).toEqual(expected.submit.sort())
        expect(sent.every((each) => each.kind !== 'SubmitOrder' || each.postOnly)).toBe(true)
        // Once drawn, the same picture needs nothing.
        const before = rig.sent.length
        draw(quotes, wanted)
        expect(rig.sent.length).toBe(before)
        for (const { place, what } of between) happen(rig, place, what)
      }
    }),
    { numRuns: 300 },
  )
})

describe('a picture', () => {
  test('keeps what stands, cancels before it submits, and leaves orders that are no quotes alone', () => {
    const rig = deskRig()
    const quotes = new QuotePicture(rig.executor)
    rig.executor.submit({ side: 1, priceTicks: 90, lots: 1 })
    draw(quotes, [
      { side: 1, priceTicks: 100, lots: 1 },
      { side: -1, priceTicks: 101, lots: 1 },
    ])
    draw(quotes, [
      { side: 1, priceTicks: 100, lots: 1 },
      { side: -1, priceTicks: 102, lots: 1 },
    ])
    expect(rig.sent.slice(3).map((each) => `${each.kind} ${each.order}`)).toEqual(['CancelOrder 3', 'SubmitOrder 4'])
    quotes.clear()
    expect(rig.sent.slice(5).map((each) => `${each.kind} ${each.order}`)).toEqual(['CancelOrder 2', 'CancelOrder 4'])
    expect([...rig.executor.open()].map(({ pending }) => pending)).toEqual(['none', 'cancel', 'cancel', 'cancel'])
  })

  test('a quote whose cancel is under way is gone: the same price is quoted anew', () => {
    const rig = deskRig()
    const quotes = new QuotePicture(rig.executor)
    const bid: Picture = [{ side: 1, priceTicks: 100, lots: 1 }]
    draw(quotes, bid)
    quotes.clear()
    draw(quotes, bid)
    expect(rig.sent.map((each) => `${each.kind} ${each.order}`)).toEqual([
      'SubmitOrder 1',
      'CancelOrder 1',
      'SubmitOrder 2',
    ])
  })

  test('begins once, ends once, and is drawn in between', () => {
    const quotes = new QuotePicture(deskRig().executor)
    expect(() => quotes.end()).toThrow(Bug)
    expect(() => quotes.bid(100, 1)).toThrow('call quotes.begin first')
    quotes.begin()
    expect(() => quotes.begin()).toThrow('was not ended')
  })
})
