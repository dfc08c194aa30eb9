/** Reads what the reference did: the golden folder of a case. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { InputError } from '../../src/core/bug.ts'
import { type Checkpoint, FILL_COLUMNS, ORDER_COLUMNS, type Outcome, type Result } from './outcome.ts'

const CHECKPOINT_COLUMNS = 'ts,best_bid_tick,best_ask_tick,position_lots,balance,fee,num_trades'
const NUMBERS_AS_TEXT = ['balance', 'fee', 'trading_volume', 'trading_value'] as const

/** Throws `InputError` where something is missing or has other columns. */
export function readGolden(folder: string): Outcome {
  const result = JSON.parse(readText(join(folder, 'result.json'))) as Result
  const numbers = Object.fromEntries(NUMBERS_AS_TEXT.map((name) => [name, Number(result[name])]))
  return {
    fills: readCsv(join(folder, 'fills.csv'), FILL_COLUMNS),
    orders: readCsv(join(folder, 'orders.csv'), ORDER_COLUMNS),
    checkpoints: readCsv(join(folder, 'checkpoints.csv'), CHECKPOINT_COLUMNS).map(checkpointOf),
    result: { ...result, ...numbers },
  }
}

function checkpointOf(line: string): Checkpoint {
  const [ts, bid, ask, position, balance, fee, trades] = line.split(',') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const [positionLots, trade] = [Number(position), Number(trades)]
  return { ts, bid, ask, positionLots, balance: Number(balance), fee: Number(fee), trades: trade }
}

function readCsv(file: string, columns: string): string[] {
  const [header, ...lines] = readText(file).trimEnd().split('\n')
  if (header !== columns) throw new InputError({ file, line: 1 }, `has the columns ${header}; ${columns} is expected.`)
  return lines
}

/** A file, or its `.gz`. */
function readText(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  if (existsSync(`${file}.gz`)) return gunzipSync(readFileSync(`${file}.gz`)).toString('utf8')
  throw new InputError({ file }, 'there is no such file, nor its .gz.')
}
