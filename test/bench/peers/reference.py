"""hftbacktest's side of `npm run bench:peers`: two market makers over rows in memory, on request.

    python reference.py DATA.npz [more.npz] --tick TICK --lot LOT [--copies K] [--roi LOW HIGH]

Says first what it is and which rows it has; then reads lines `DEPTH STRATEGY INTERVAL_NS` (DEPTH: hashmap | roi, STRATEGY:
grid | touch, which needs no interval) and answers each with one JSON line: how long the loop took, and what it did.
Compilation happens at the first request of each depth and strategy, which the caller does not count; numba cannot keep
compiled code between processes here, since hftbacktest is called through addresses.

Copies of the recording follow one another, stamps shifted. The bounds of the ROIVector depth are 2 % around the traded
prices, unless given. Models: linear, 5 ms + 5 ms constant order latency, PowerProbQueueFunc3 with n = 3, no partial fills.
"""
import argparse
import hashlib
import json
import resource
import sys
import time

import hftbacktest as h
import numpy as np
from numba import int64, njit

LEVELS, LOTS, POSITION_MAX = 5, 10, 200
GTX, LIMIT = 1, 0
NEW, EXPIRED, FILLED, CANCELED, PARTIAL = 1, 2, 3, 4, 5
FEED, RESPONSE = 2, 3
HOUR = 3_600_000_000_000


@njit
def look(hbt, count, live, free, lot, fills):
    """Drops what has ended from the first `count` ids of `live`, and notes which of the rest may be canceled.

    Row 0 of `fills` counts the rows behind it: order id, tick, lots, exchange time, maker.
    """
    orders = hbt.orders(0)
    kept = 0
    for j in range(count):
        order = orders.get(live[j])
        if order is None:
            continue
        status = order.status
        if status == FILLED:
            fills[0, 0] += 1
            row = fills[fills[0, 0]]
            row[0], row[1], row[2] = live[j], order.exec_price_tick, round(order.exec_qty / lot)
            row[3], row[4] = order.exch_timestamp, order.arr[0].maker
        if status == FILLED or status == EXPIRED or status == CANCELED:
            continue
        live[kept] = live[j]
        free[kept] = order.req == 0 and (status == NEW or status == PARTIAL)
        kept += 1
    return kept


@njit
def submit(hbt, order_id, side, at, tick, lot, sides, ticks):
    sides[order_id], ticks[order_id] = side, at
    if side > 0:
        hbt.submit_buy_order(0, order_id, at * tick, LOTS * lot, GTX, LIMIT, False)
    else:
        hbt.submit_sell_order(0, order_id, at * tick, LOTS * lot, GTX, LIMIT, False)


@njit
def grid(hbt, tick, lot, interval, live, free, sides, ticks, fills):
    """Orders 1, 2, 3, ... at the best prices and behind, moved against the position; as users write it."""
    count = 0
    next_id = 1
    hbt.elapse(0)
    while hbt.elapse(interval) == 0:
        count = look(hbt, count, live, free, lot, fills)
        hbt.clear_inactive_orders(0)
        depth = hbt.depth(0)
        bid, ask = depth.best_bid_tick, depth.best_ask_tick
        if bid < -1000000000 or ask > 1000000000 or bid >= ask:
            continue
        position = int64(round(hbt.position(0) / lot))
        lean = position // (2 * LOTS) if position >= 0 else -((-position) // (2 * LOTS))
        top_bid = min((bid + ask) // 2 - lean, bid)
        top_ask = max(-((-(bid + ask)) // 2) - lean, ask)
        bids = asks = 0
        while bids < LEVELS and position + (bids + 1) * LOTS <= POSITION_MAX:
            bids += 1
        while asks < LEVELS and position - (asks + 1) * LOTS >= -POSITION_MAX:
            asks += 1
        # A bit for each place, from the top price outwards, at which an order stands already.
        standing_bids = standing_asks = 0
        for j in range(count):
            at = ticks[live[j]]
            if sides[live[j]] > 0:
                place = top_bid - at
                stays = 0 <= place < bids
                if stays:
                    standing_bids |= 1 << place
            else:
                place = at - top_ask
                stays = 0 <= place < asks
                if stays:
                    standing_asks |= 1 << place
            if not stays and free[j]:
                hbt.cancel(0, live[j], False)
        for i in range(bids):
            if standing_bids & (1 << i) == 0:
                submit(hbt, next_id, 1, top_bid - i, tick, lot, sides, ticks)
                live[count] = next_id
                count += 1
                next_id += 1
        for i in range(asks):
            if standing_asks & (1 << i) == 0:
                submit(hbt, next_id, -1, top_ask + i, tick, lot, sides, ticks)
                live[count] = next_id
                count += 1
                next_id += 1
    look(hbt, count, live, free, lot, fills)
    return next_id - 1


@njit
def touch(hbt, tick, lot, _, live, free, sides, ticks, fills):
    """One bid and one ask at the best prices, woken by every feed event and every response."""
    count = 0
    next_id = 1
    hbt.elapse(0)
    while True:
        woken = hbt.wait_next_feed(True, HOUR)
        if woken != 0 and woken != FEED and woken != RESPONSE:
            break
        count = look(hbt, count, live, free, lot, fills)
        hbt.clear_inactive_orders(0)
        depth = hbt.depth(0)
        bid, ask = depth.best_bid_tick, depth.best_ask_tick
        if bid < -1000000000 or ask > 1000000000 or bid >= ask:
            continue
        position = int64(round(hbt.position(0) / lot))
        wants_bid = position + LOTS <= POSITION_MAX
        wants_ask = position - LOTS >= -POSITION_MAX
        has_bid = has_ask = False
        for j in range(count):
            at = ticks[live[j]]
            if sides[live[j]] > 0:
                has_bid = True
                stays = wants_bid and at == bid
            else:
                has_ask = True
                stays = wants_ask and at == ask
            if not stays and free[j]:
                hbt.cancel(0, live[j], False)
        if wants_bid and not has_bid:
            submit(hbt, next_id, 1, bid, tick, lot, sides, ticks)
            live[count] = next_id
            count += 1
            next_id += 1
        if wants_ask and not has_ask:
            submit(hbt, next_id, -1, ask, tick, lot, sides, ticks)
            live[count] = next_id
            count += 1
            next_id += 1
    look(hbt, count, live, free, lot, fills)
    return next_id - 1


STRATEGIES = {'grid': grid, 'touch': touch}


def run(rows, depth, strategy, interval, tick, lot, roi):
    asset = (
        h.BacktestAsset()
        .data(rows)
        .linear_asset(1.0)
        .constant_order_latency(5_000_000, 5_000_000)
        .power_prob_queue_model3(3.0)
        .no_partial_fill_exchange()
        .trading_value_fee_model(-0.00005, 0.0007)
        .tick_size(tick)
        .lot_size(lot)
        .last_trades_capacity(0)
    )
    if depth == 'roi':
        asset.roi_lb(roi[0])
        asset.roi_ub(roi[1])
    make = h.ROIVectorMarketDepthBacktest if depth == 'roi' else h.HashMapMarketDepthBacktest
    hbt = make([asset])
    live, free = np.zeros(4096, np.int64), np.zeros(4096, np.bool_)
    sides, ticks = np.zeros(2_000_000, np.int64), np.zeros(2_000_000, np.int64)
    fills = np.zeros((2_000_000, 5), np.int64)
    started = time.perf_counter()
    orders = STRATEGIES[strategy](hbt, tick, lot, interval, live, free, sides, ticks, fills)
    seconds = time.perf_counter() - started
    state = hbt.state_values(0)
    result = {
        'seconds': seconds,
        'orders': int(orders),
        'fills': int(state.num_trades),
        'fillsHash': hash_of(fills[1:fills[0, 0] + 1]),
        'positionLots': round(state.position / lot),
        'peakMb': peak_mb(),
    }
    hbt.close()
    return result


def hash_of(fills):
    """Of the fills by order id: no order of these strategies is filled twice."""
    return hashlib.sha256(np.ascontiguousarray(fills[np.argsort(fills[:, 0])]).tobytes()).hexdigest()


def peak_mb():
    try:
        with open('/proc/self/status') as status:
            return next(int(line.split()[1]) for line in status if line.startswith('VmHWM')) // 1024
    except OSError:
        # May be the memory of the process that started this one, if that had more.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def load(files, copies):
    rows = np.concatenate([np.load(file)['data'] for file in files])
    if copies == 1:
        return rows
    stamps = rows['exch_ts'], rows['local_ts']
    span = int(max(s.max() for s in stamps) - min(s.min() for s in stamps)) + 1_000_000
    count = len(rows)
    rows = np.concatenate([rows] * copies)
    for k in range(1, copies):
        for name in ('exch_ts', 'local_ts'):
            rows[name][k * count:(k + 1) * count] += k * span
    return rows


def around_trades(files):
    prices = np.concatenate([r['px'][(r['ev'] & 0xFF) == 2] for r in (np.load(file)['data'] for file in files)])
    return [float(np.floor(prices.min() * 0.98)), float(np.ceil(prices.max() * 1.02))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('data', nargs='+')
    parser.add_argument('--tick', type=float, required=True)
    parser.add_argument('--lot', type=float, required=True)
    parser.add_argument('--copies', type=int, default=1)
    parser.add_argument('--roi', type=float, nargs=2)
    args = parser.parse_args()
    roi = args.roi or around_trades(args.data)
    rows = load(args.data, args.copies)
    print(json.dumps({'version': h.__version__, 'rows': len(rows), 'roi': roi}), flush=True)
    for line in sys.stdin:
        depth, strategy, interval = line.split()
        print(json.dumps(run(rows, depth, strategy, int(interval), args.tick, args.lot, roi)), flush=True)


main()
